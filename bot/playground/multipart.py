"""Reading multipart/form-data with the standard library's mail parser."""

from email import policy
from email.parser import BytesParser


def form_fields(body: bytes, content_type: str) -> dict[str, bytes]:
    """Return the fields of a form, files included, by name."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    form = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    fields = {}
    for part in form.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            fields[name] = content
    return fields
