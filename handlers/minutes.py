"""`/meeting minutes`: read, edit, circulate, correct, approve, take away."""

import uuid
from dataclasses import dataclass

from slack_bolt import Args

from bot import slack_canvases, slack_files
from bot.deps import Deps
from bot.domain.errors import InvalidInputError
from bot.domain.minutes import Record, fits_form, split
from bot.domain.permissions import Permission
from bot.services import holding, minutes
from bot.services.members import Caller
from bot.slack_files import Parcel
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, guarded, open_view, tell
from handlers.listeners import Listeners
from templates import forms as fields
from templates.forms import About
from templates.holding.cards import MINUTES
from templates.minutes import cards, document, forms
from templates.minutes.forms import Base

COMMAND = "/meeting"


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Minutes(deps, listeners)
    listeners.word(COMMAND, "minutes", then=on.show)
    listeners.action(MINUTES, then=on.show_pressed)
    listeners.action(cards.EDIT, then=on.edit_pressed)
    listeners.action(cards.UPLOAD, then=on.upload_pressed)
    listeners.action(cards.CIRCULATE, then=on.circulate_pressed)
    listeners.action(cards.APPROVE, then=on.approve_pressed)
    listeners.action(cards.RIGHT, then=on.right_pressed)
    listeners.action(cards.CORRECT, then=on.correct_pressed)
    listeners.action(cards.SETTLE, then=on.settle_pressed)
    listeners.action(cards.VERSIONS, then=on.versions_pressed)
    listeners.action(cards.RESTORE, then=on.restore_pressed)
    listeners.action(cards.FILES, then=on.files_pressed)
    listeners.action(cards.CANVAS, then=on.canvas_pressed)
    listeners.view(forms.EDIT, take=on.take_text, then=on.confirm)
    listeners.view(forms.UPLOAD, take=on.take_file, then=on.take_in)
    listeners.view(forms.CORRECT, take=on.take_correction, then=on.thank)


@dataclass(frozen=True, slots=True)
class _Minutes:
    deps: Deps
    listeners: Listeners

    def show(self, args: Args, name: str) -> None:
        self._show(args, caller(args, self.deps), name)

    def show_pressed(self, args: Args) -> None:
        number, _ = _pressed(args)
        self._show(args, caller(args, self.deps), str(number))

    def _show(self, args: Args, who: Caller, name: str) -> None:
        record = self._read(who, name)
        rights = self.listeners.rights(args) or ()
        card = cards.card(
            record,
            document.text_of(record),
            may_write=Permission.WRITE_MINUTES in rights,
            may_approve=Permission.APPROVE_MINUTES in rights,
        )
        tell(args, card)

    def _read(self, who: Caller, name: str) -> Record:
        return holding.material(self.deps.db, self.deps.clock, caller=who, text=name)

    def edit_pressed(self, args: Args) -> None:
        base, record = self._to_edit(args)
        text = document.text_of(record)
        if fits_form(text):
            open_view(args, forms.edit(base, record, split(text)))
        else:
            open_view(args, forms.too_long(base, record))

    def upload_pressed(self, args: Args) -> None:
        base, record = self._to_edit(args)
        open_view(args, forms.upload(base, record))

    def _to_edit(self, args: Args) -> tuple[Base, Record]:
        who, (number, _) = caller(args, self.deps), _pressed(args)
        record = minutes.to_edit(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        return _base(record, channel_of(args.body)), record

    def take_text(self, args: Args) -> None:
        view = args.body["view"]
        who, base = known_caller(args, self.deps), forms.read_base(view)
        body, reason = forms.read_text(view)
        edited = minutes.edit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=base.number,
            revision=base.revision,
            body=body,
            takes_in=base.takes_in,
            reason=reason,
        )
        if edited.typed is None:
            args.context["saved"] = base.number
            args.ack()
            return
        record = minutes.to_edit(
            self.deps.db, self.deps.clock, caller=who, number=base.number
        )
        later = base._replace(revision=edited.stored.revision)
        parts = split(edited.typed.body)
        again = forms.edit(later, record, parts, reason=reason, newer=edited.stored)
        args.ack(response_action="update", view=again)

    def take_file(self, args: Args) -> None:
        view = args.body["view"]
        who, base = known_caller(args, self.deps), forms.read_base(view)
        minutes.to_edit(self.deps.db, self.deps.clock, caller=who, number=base.number)
        file_id, reason = forms.read_file(view)
        if not file_id:
            raise InvalidInputError({forms.FILE: "Please add the file."})
        args.context["file"] = (file_id, base, reason)
        args.ack()

    def take_in(self, args: Args) -> None:
        if args.context.get("file") is None:
            return
        file_id, base, reason = args.context["file"]
        who = known_caller(args, self.deps)
        file = slack_files.fetch(args.client, file_id)
        edited = minutes.edit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=base.number,
            revision=base.revision,
            body=file.data.decode("utf-8-sig", "replace"),
            takes_in=base.takes_in,
            reason=reason or f"From {file.name}",
        )
        if edited.typed is not None:
            tell(args, cards.not_taken(edited.stored))
            return
        self._saved(args, who, base.number)

    def confirm(self, args: Args) -> None:
        number = args.context.get("saved")
        if number is not None:
            self._saved(args, known_caller(args, self.deps), number)

    def _saved(self, args: Args, who: Caller, number: int) -> None:
        self.deps.wake()
        tell(args, cards.saved(self._read(who, str(number))))

    def circulate_pressed(self, args: Args) -> None:
        who, (number, revision) = caller(args, self.deps), _pressed(args)
        record = minutes.to_edit(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        sent = minutes.circulate(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=number,
            revision=revision,
            body=document.text_of(record),
            takes_in=record.takes_in,
        )
        self.deps.wake()
        tell(args, cards.sent(sent))

    def approve_pressed(self, args: Args) -> None:
        who, (number, revision) = caller(args, self.deps), _pressed(args)
        done = minutes.approve(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=number,
            revision=revision,
        )
        self.deps.wake()
        tell(args, cards.done(done))

    def right_pressed(self, args: Args) -> None:
        who, (number, _) = caller(args, self.deps), _pressed(args)
        said = minutes.agree(self.deps.db, self.deps.clock, caller=who, number=number)
        self.deps.wake()
        tell(args, cards.thanks(said.answer, is_new=said.is_new))

    def correct_pressed(self, args: Args) -> None:
        who, (number, _) = caller(args, self.deps), _pressed(args)
        record = minutes.to_correct(
            self.deps.db, self.deps.clock, caller=who, number=number
        )
        about = About(
            nonce=uuid.uuid4().hex, channel=channel_of(args.body), record_id=number
        )
        open_view(args, forms.correct(about, record))

    def take_correction(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), fields.read_about(view)
        args.context["said"] = minutes.propose(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=about.record_id,
            nonce=about.nonce,
            text=str(fields.read_typed(view).get("text") or ""),
        )
        args.ack()

    def thank(self, args: Args) -> None:
        said = args.context.get("said")
        if said is not None:
            self.deps.wake()
            tell(args, cards.thanks(said.answer, is_new=said.is_new))

    def settle_pressed(self, args: Args) -> None:
        who, (answer_id, _) = caller(args, self.deps), _pressed(args)
        minutes.settle(self.deps.db, self.deps.clock, caller=who, answer_id=answer_id)
        self.deps.wake()
        tell(args, cards.settled())

    def versions_pressed(self, args: Args) -> None:
        who, (number, _) = caller(args, self.deps), _pressed(args)
        tell(args, cards.versions(self._read(who, str(number))))

    def restore_pressed(self, args: Args) -> None:
        who, (number, revision) = caller(args, self.deps), _pressed(args)
        minutes.restore(
            self.deps.db,
            self.deps.clock,
            caller=who,
            number=number,
            revision=revision,
        )
        self.deps.wake()
        tell(args, cards.restored(self._read(who, str(number))))

    def files_pressed(self, args: Args) -> None:
        who, (number, _) = caller(args, self.deps), _pressed(args)
        self._send_files(args, who, self._read(who, str(number)))

    def _send_files(self, args: Args, who: Caller, record: Record) -> None:
        parcel = Parcel(args.client, str(who.person.user_id))
        work = _Sending(record, who.sig.language, parcel)
        self.deps.slow.submit(guarded(work.run), args)

    def canvas_pressed(self, args: Args) -> None:
        who, (number, _) = caller(args, self.deps), _pressed(args)
        record = self._read(who, str(number))
        is_made = slack_canvases.make(
            args.client,
            user=str(who.person.user_id),
            title=f"Minutes of {record.meeting.ref}",
            markdown=document.canvas_text(record),
        )
        if is_made:
            tell(args, cards.canvas_made(record))
            return
        tell(args, cards.no_canvas())
        self._send_files(args, who, record)


@dataclass(frozen=True, slots=True)
class _Sending:
    """The files of minutes on their way to one person."""

    record: Record
    language: str
    parcel: Parcel

    def run(self, args: Args) -> None:
        if self.parcel.open(cards.making(self.record)):
            guarded(self._make, failed=self._failed)(args)
        else:
            tell(args, cards.no_direct_message())

    def _make(self, _: Args) -> None:
        upload = self.parcel.upload(document.files(self.record, language=self.language))
        self.parcel.show(cards.delivered(self.record, upload))

    def _failed(self, _: Args, sentence: str) -> None:
        self.parcel.show(cards.not_made(sentence))


def _base(record: Record, channel: str | None) -> Base:
    revision = record.newest.revision if record.newest else 0
    return Base(record.meeting.number, revision, record.takes_in, channel)


def _pressed(args: Args) -> tuple[int, int]:
    return cards.read_value(str(args.body["actions"][0]["value"]))
