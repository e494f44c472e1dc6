"""`flask --app wsgi demo`: make the sample, at hand size or real size, or print its sign-ins."""

import click
from flask.cli import with_appcontext

from portal.demo import accounts, stages
from portal.demo.people import Cast, locate


@click.command()
@click.option("--seed", default=1, show_default=True, help="The same number makes the same people and passwords.")
@click.option("--scale", "at_scale", is_flag=True, help="8,000 members, 20,000 documents, a year of meetings.")
@click.option("--accounts", "print_accounts", is_flag=True, help="Print the sample sign-ins as a table.")
@with_appcontext
def demo(seed: int, at_scale: bool, print_accounts: bool) -> None:
    """Make a sample organisation in an empty database."""
    if not stages.has_schema():
        raise click.ClickException("Cơ sở dữ liệu chưa có bảng. Chạy `flask --app wsgi init` trước.")
    known = stages.seed_used()
    if print_accounts:
        if known is None:
            raise click.ClickException("Chưa có dữ liệu mẫu. Chạy `flask --app wsgi demo` trước.")
        click.echo(accounts.table(known))
    elif known is None and stages.has_organizations():
        raise click.ClickException("Cơ sở dữ liệu đã có tổ chức không phải của dữ liệu mẫu; không thêm gì vào đó. "
                                   "Dùng một cơ sở dữ liệu trống.")
    else:
        make(seed if known is None else known, at_scale=at_scale)


def make(seed: int, *, at_scale: bool) -> None:
    """Carry out the stages that are not there yet."""
    from portal.demo import rooms, scale  # the web process, which knows every command, does not carry them

    done, cast = stages.made(), Cast(seed)
    grown = scale.Grown(cast) if at_scale else None
    steps = rooms.steps(cast) + (scale.steps(grown) if grown else [])
    missing = [step for step in steps if step.name not in done]
    if not missing:
        click.echo(f"Dữ liệu mẫu đã có sẵn (hạt giống {seed}); không làm gì thêm.")
        return
    if done:
        locate(cast.units, cast.people)
        if grown:
            locate(grown.units, grown.people)
    for step in missing:
        click.echo(f"{step.words} …")
        stages.carry_out(step, seed)
    click.echo("Đã có dữ liệu mẫu. Tài khoản thử: `flask --app wsgi demo --accounts`.")
