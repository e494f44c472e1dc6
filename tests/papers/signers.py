"""Makes certificates of its own and signs PDFs with them, as an office would."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

DAY = timedelta(days=1)


def _name(common, organization):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
                      x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(**on):
    flags = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: on.get(name, False) for name in flags})


class Authority:
    """An issuer of certificates."""

    def __init__(self, name="Cơ quan chứng thực số thử"):
        self.key, self.name = ec.generate_private_key(ec.SECP256R1()), _name(name, "Cơ yếu thử")
        now = datetime.now(UTC)
        self.certificate = (
            x509.CertificateBuilder().subject_name(self.name).issuer_name(self.name).public_key(self.key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - 2000 * DAY)
            .not_valid_after(now + 2000 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256()))

    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, common, organization="Đảng ủy Tổng công ty", *, since=-30, until=365, stamps=False):
        """(certificate, key), good from `since` to `until` days from today."""
        key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
        lists = x509.DistributionPoint([x509.UniformResourceIdentifier("http://crl.invalid/thu.crl")], None, None, None)
        now = datetime.now(UTC)
        made = (x509.CertificateBuilder().subject_name(_name(common, organization)).issuer_name(self.name)
                .public_key(key.public_key()).serial_number(x509.random_serial_number())
                .not_valid_before(now + since * DAY).not_valid_after(now + until * DAY)
                .add_extension(self._authority(), critical=False)
                .add_extension(x509.CRLDistributionPoints([lists]), critical=False)
                .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True))
        if stamps:
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return made.sign(self.key, hashes.SHA256()), key

    def signer(self, common, **more):
        certificate, key = self.issue(common, **more)
        return SimpleSigner(*self._as_asn1(certificate, key), self._registry(), signature_mechanism=None)

    def stamper(self, at=None, **more):
        certificate, key = self._as_asn1(*self.issue("Máy chủ cấp dấu thời gian thử", stamps=True, **more))
        return DummyTimeStamper(certificate, key, certs_to_embed=self._registry(), fixed_dt=at)

    def list_of_revoked(self, *certificates):
        now = datetime.now(UTC)
        made = x509.CertificateRevocationListBuilder().issuer_name(self.name)
        made = made.last_update(now - DAY).next_update(now + DAY)
        for one in certificates:
            made = made.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(one).revocation_date(now - 20 * DAY).build())
        made = made.add_extension(x509.CRLNumber(1), critical=False).add_extension(
            self._authority(), critical=False)
        return made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def _authority(self):
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())

    def _registry(self):
        return SimpleCertificateStore.from_certs([asn1.Certificate.load(
            self.certificate.public_bytes(serialization.Encoding.DER))])

    @staticmethod
    def _as_asn1(certificate, key):
        private = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8,
                                    serialization.NoEncryption())
        return (asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
                keys.PrivateKeyInfo.load(private))


def signed(data, signer, *, field="Chu-ky", stamper=None):
    """The PDF signed once more, as a new revision of the file. In a thread of its own: pyHanko begins an event loop,
    and in this one the browser's may run already."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    pen = PdfSigner(PdfSignatureMetadata(field_name=field), signer=signer, timestamper=stamper,
                    new_field_spec=SigFieldSpec(field))
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(pen.sign_pdf, writer).result().getvalue()


def with_other_words(data):
    """A revision added behind that changes the page, as one who alters a signed paper would."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 24 Tf 100 500 Td (1 000 000 000) Tj ET")
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    PdfFileReader(out)
    return out.getvalue()
