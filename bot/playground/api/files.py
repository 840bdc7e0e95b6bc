"""Web API: uploads in three steps, and looking at files.

https://docs.slack.dev/messaging/working-with-files
"""

import mimetypes
from typing import Any

from bot.playground import checks
from bot.playground.api.args import Args
from bot.playground.api.chat import find_channel
from bot.playground.api.registry import method
from bot.playground.errors import SlackError
from bot.playground.records import Channel, File, Json
from bot.playground.site import Site, Upload

_CHANNELS = 100


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(site: Site, args: Args) -> Json:
    """Give out an address for the bytes of one file."""
    name = args.need("filename")
    try:
        length = int(args.need("length"))
    except ValueError:
        length = 0
    if length <= 0:
        raise SlackError("invalid_arguments", "missing required field: length")
    space = site.workspace
    file = File(
        id=space.new_id("F"), name=name, user=space.bot.id, base_url=site.base_url
    )
    file.mimetype = mimetypes.guess_type(name)[0] or file.mimetype
    site.uploads[file.id] = Upload(file=file, length=length)
    url = f"{site.base_url}/upload/v1/{file.id}"
    return {"upload_url": url, "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def complete_upload(site: Site, args: Args) -> Json:
    """Keep the uploaded files and share them; works once for each file."""
    wanted = args.json("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments", "missing required field: files")
    uploads = [_uploaded(site, item) for item in wanted]
    channels = [_shareable(site, given) for given in _targets(args)]
    thread_ts = args.get("thread_ts")
    if thread_ts is not None and len(channels) != 1:
        raise SlackError("invalid_arguments", "thread_ts needs exactly one channel")
    files = [upload.file for upload in uploads]
    with site.workspace.change():
        for file, item in zip(files, wanted, strict=True):
            file.title = item.get("title") or file.name
            file.created = int(site.workspace.now())
            site.workspace.files[file.id] = file
            del site.uploads[file.id]
    for channel in channels:
        _share(site, files, channel, comment=args.text("initial_comment"), args=args)
    return {"files": [file.to_json() for file in files]}


@method("files.info", "files:read")
def info(site: Site, args: Args) -> Json:
    """Return one file."""
    file = site.workspace.files.get(args.need("file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file.to_json(), "comments": [], "response_metadata": {}}


def share(site: Site, files: list[File], channel: Channel, **message: Any) -> None:
    """Show files in a channel as one message."""
    posted = site.workspace.post(channel, files=files, **message)
    with site.workspace.change():
        for file in files:
            file.channels.append(channel.id)
            file.shares[channel.id] = posted.ts
    for file in files:
        event = {"type": "file_shared", "file_id": file.id, "user_id": file.user}
        site.emit(event | {"file": {"id": file.id}, "channel_id": channel.id})


def _share(
    site: Site, files: list[File], channel: Channel, *, comment: str, args: Args
) -> None:
    space = site.workspace
    content: Json = {"text": comment}
    if not comment and "blocks" in args:
        content["blocks"] = args.json("blocks", error="invalid_blocks_format")
        checks.check_blocks(content["blocks"])
    share(
        site,
        files,
        channel,
        user=space.bot.id,
        bot_id=space.bot_id,
        thread_ts=args.get("thread_ts"),
        **content,
    )


def _uploaded(site: Site, item: object) -> Upload:
    file_id = item.get("id") if isinstance(item, dict) else None
    upload = site.uploads.get(str(file_id))
    if upload is None or not upload.received:
        raise SlackError("file_not_found")
    return upload


def _targets(args: Args) -> list[str]:
    listed = args.ids("channels")
    if args.get("channel_id"):
        listed.append(args.text("channel_id"))
    if len(listed) > _CHANNELS:
        raise SlackError("invalid_arguments", "no more than 100 channels")
    return listed


def _shareable(site: Site, given: str) -> Channel:
    if given.startswith("U") and given in site.workspace.users:
        return site.workspace.direct_channel(given)
    if given not in site.workspace.channels:
        raise SlackError("channel_not_found")
    channel = find_channel(site, given)
    if site.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel
