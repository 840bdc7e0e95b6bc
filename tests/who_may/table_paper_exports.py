"""What the use cases ask that give an edition of the paper as a file."""

from who_may.asking import Table, asks

from bot.domain.permissions import Permission
from bot.domain.whitepaper.exports import Format, Request

PAPER_EXPORTS: Table = {
    "whitepaper.exporting.edition": (
        asks(
            Permission.READ_WHITEPAPER,
            arguments=lambda _, __: {"request": Request(form=Format.PDF)},
        ),
    ),
}
