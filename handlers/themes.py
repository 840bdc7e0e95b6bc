"""`/sig themes`: what the group works on."""

import uuid
from dataclasses import dataclass, replace

from slack_bolt import Args

from bot.deps import Deps
from bot.domain.clusters import Theme
from bot.domain.registers.edited import Edited
from bot.domain.registers.themes import ThemeCard, ThemeList
from bot.domain.registers.typed import Values
from bot.services import themes
from bot.services.members import Caller
from handlers.callers import caller, known_caller
from handlers.errors import channel_of, open_view, tell
from handlers.listeners import Listeners
from templates import forms, pages
from templates import help as helps
from templates import themes as views
from templates.forms import About

COMMAND = "/sig"
_SAVED = "Saved. "
_PARTED = "The merge is undone. "


def register(listeners: Listeners, deps: Deps) -> None:
    """Bind the listeners of this feature."""
    on = _Themes(deps)
    listeners.word(COMMAND, "themes", "theme", then=on.typed)
    listeners.view(views.WORDS, take=on.take_words, then=on.confirm)
    listeners.view(views.MERGE, take=on.take_merge, then=on.confirm_merge)
    listeners.action(views.SHOW, then=on.show_pressed)
    listeners.action(views.ADD, then=on.add_pressed)
    listeners.action(views.EDIT, then=on.edit_pressed)
    listeners.action(views.ASK_MERGE, then=on.merge_pressed)
    listeners.action(views.UNDO, then=on.undo_pressed)
    listeners.action(views.REMOVE, then=on.remove_pressed)
    listeners.action(f"{views.FEATURE}_{pages.BEFORE}", then=on.page_pressed)
    listeners.action(f"{views.FEATURE}_{pages.AFTER}", then=on.page_pressed)


@dataclass(frozen=True, slots=True)
class _Themes:
    deps: Deps

    def typed(self, args: Args, text: str) -> None:
        word, _, name = text.partition(" ")
        does = {
            "": self.list,
            "list": self.list,
            "add": self.add,
            "edit": self.edit,
            "merge": self.merge,
        }
        if word.lower() == "help":
            tell(args, helps.show(COMMAND))
        elif word.lower() in does:
            does[word.lower()](args, name.strip())
        else:
            self.show(args, name.strip() if word.lower() == "show" else text)

    def list(self, args: Args, _: str) -> None:
        tell(args, views.listing(self._listed(caller(args, self.deps))))

    def show(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        self._tell_card(args, who, self._find(who, name))

    def add(self, args: Args, _: str) -> None:
        who = caller(args, self.deps)
        themes.require_manageable(self.deps.clock, who)
        about = About(nonce=uuid.uuid4().hex, channel=channel_of(args.body))
        blank = Theme(slug="", label="", position=0)
        open_view(args, views.form(about, blank, self._listed(who).themes))

    def edit(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        self._open(args, who, self._find(who, name).theme)

    def merge(self, args: Args, name: str) -> None:
        who = caller(args, self.deps)
        self._ask_merge(args, who, self._find(who, name))

    def page_pressed(self, args: Args) -> None:
        found = self._listed(caller(args, self.deps))
        tell(args, views.listing(found, offset=_pressed(args)), instead=True)

    def show_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._tell_card(args, who, self._read(who, _pressed(args)))

    def add_pressed(self, args: Args) -> None:
        self.add(args, "")

    def edit_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._open(args, who, self._read(who, _pressed(args)).theme)

    def merge_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        self._ask_merge(args, who, self._read(who, _pressed(args)))

    def undo_pressed(self, args: Args) -> None:
        who = caller(args, self.deps)
        card = themes.undo_merge(
            self.deps.db, self.deps.clock, caller=who, theme_id=_pressed(args)
        )
        self._tell_card(args, who, card, said=_PARTED, instead=True)

    def remove_pressed(self, args: Args) -> None:
        theme = themes.remove(
            self.deps.db,
            self.deps.clock,
            caller=caller(args, self.deps),
            theme_id=_pressed(args),
        )
        tell(args, views.removed(theme), instead=True)

    def take_words(self, args: Args) -> None:
        view = args.body["view"]
        who, about = known_caller(args, self.deps), forms.read_about(view)
        edited = self._save(who, about, forms.read_typed(view))
        if edited.typed:
            about = replace(about, version=edited.stored.version)
            all_themes = self._listed(who).themes
            shown = views.form(about, edited.typed, all_themes, stored=edited.stored)
            args.ack(response_action="update", view=shown)
        else:
            args.context["theme_id"] = edited.stored.id
            args.ack()

    def confirm(self, args: Args) -> None:
        theme_id = args.context.get("theme_id")
        if theme_id is None:
            return  # the form was sent back
        who = known_caller(args, self.deps)
        self._tell_card(args, who, self._read(who, theme_id), said=_SAVED)

    def take_merge(self, args: Args) -> None:
        view = args.body["view"]
        card = themes.merge(
            self.deps.db,
            self.deps.clock,
            caller=known_caller(args, self.deps),
            theme_id=forms.read_about(view).record_id,
            into=str(forms.read_typed(view).get("into") or ""),
        )
        args.context["theme_id"] = card.theme.id
        args.ack()

    def confirm_merge(self, args: Args) -> None:
        theme_id = args.context.get("theme_id")
        if theme_id is None:
            return  # the form was sent back
        tell(args, views.merged(self._read(known_caller(args, self.deps), theme_id)))

    def _open(self, args: Args, who: Caller, theme: Theme) -> None:
        themes.require_manageable(self.deps.clock, who)
        about = _about(args, theme)
        open_view(args, views.form(about, theme, self._listed(who).themes))

    def _ask_merge(self, args: Args, who: Caller, card: ThemeCard) -> None:
        themes.require_manageable(self.deps.clock, who)
        found = self._listed(who).themes
        if card.successor:
            self._tell_card(args, who, card)
        elif found == (card.theme,):
            tell(args, views.alone())
        else:
            about = _about(args, card.theme)
            open_view(args, views.merge_form(about, card, found))

    def _save(self, who: Caller, about: About, typed: Values) -> Edited[Theme]:
        if not about.record_id:
            added = themes.add(
                self.deps.db,
                self.deps.clock,
                caller=who,
                nonce=about.nonce,
                typed=typed,
            )
            return Edited(stored=added)
        return themes.edit(
            self.deps.db,
            self.deps.clock,
            caller=who,
            theme_id=about.record_id,
            version=about.version,
            typed=typed,
        )

    def _tell_card(
        self,
        args: Args,
        who: Caller,
        card: ThemeCard,
        *,
        said: str = "",
        instead: bool = False,
    ) -> None:
        may_manage = themes.may_manage(self.deps.clock, who)
        tell(args, views.card(card, may_manage=may_manage, said=said), instead=instead)

    def _listed(self, who: Caller) -> ThemeList:
        return themes.listed(self.deps.db, self.deps.clock, caller=who)

    def _find(self, who: Caller, name: str) -> ThemeCard:
        return themes.find(self.deps.db, self.deps.clock, caller=who, name=name)

    def _read(self, who: Caller, theme_id: int) -> ThemeCard:
        return themes.read(self.deps.db, self.deps.clock, caller=who, theme_id=theme_id)


def _about(args: Args, theme: Theme) -> About:
    return About(
        channel=channel_of(args.body), record_id=theme.id, version=theme.version
    )


def _pressed(args: Args) -> int:
    return int(args.body["actions"][0]["value"])
