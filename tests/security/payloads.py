"""Words that run a script or load something from elsewhere where a page takes them for markup."""

from __future__ import annotations

from collections.abc import Iterator

MARK = "window.ran=1"
AWAY = "http://127.0.0.1:9/away"

_SCRIPTS = (
    f"{MARK}",
    f"top.{MARK.partition('.')[2]}",
    f"fetch('{AWAY}')",
    f"new Image().src='{AWAY}'",
    f"import('{AWAY}')",
    f"navigator.sendBeacon('{AWAY}')",
    f"location='{AWAY}'",
)
_FRAMES = (
    "<script>{0}</script>",
    "<ScRiPt >{0}</sCrIpT>",
    "</title><script>{0}</script>",
    "</textarea><script>{0}</script>",
    "</style><script>{0}</script>",
    "--><script>{0}</script>",
    "]]><script>{0}</script>",
    '"><script>{0}</script>',
    "'><script>{0}</script>",
    "<img src=x onerror={0}>",
    '<img src=x onerror="{0}">',
    "<svg onload={0}>",
    "<svg><script>{0}</script></svg>",
    "<svg><animate onbegin={0} attributeName=x dur=1s>",
    "<math><mtext><script>{0}</script></mtext></math>",
    "<body onload={0}>",
    "<input autofocus onfocus={0}>",
    "<details open ontoggle={0}>",
    "<video><source onerror={0}></video>",
    "<iframe srcdoc='<script>{0}</script>'></iframe>",
    '<iframe src="javascript:{0}"></iframe>',
    '<object data="javascript:{0}"></object>',
    '<embed src="javascript:{0}">',
    '<a href="javascript:{0}">x</a>',
    "javascript:{0}",
    '" autofocus onfocus="{0}',
    "' onmouseover='{0}",
    '" style="x:expression({0})',
    "<base href='http://127.0.0.1:9/'><script src=a.js></script>",
    "<link rel=stylesheet href='http://127.0.0.1:9/a.css'>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<form action='http://127.0.0.1:9/'><input autofocus>",
    "<style>@import 'http://127.0.0.1:9/a.css';</style>",
    "{{{{ {0} }}}}",
    "{{% for x in ().__class__.__base__.__subclasses__() %}}{0}{{% endfor %}}",
    "${{{0}}}",
    "\\u003cscript\\u003e{0}\\u003c/script\\u003e",
    "&lt;script&gt;{0}&lt;/script&gt;",
    "&#60;script&#62;{0}&#60;/script&#62;",
    "\u202e<script>{0}</script>",
    "<scr\u200bipt>{0}</scr\u200bipt>",
    "＜script＞{0}＜/script＞",
    '<noscript><p title="</noscript><img src=x onerror={0}>">',
    "<template><script>{0}</script></template>",
)


def payloads(count: int) -> Iterator[str]:
    """So many, at most scripts times places: each place comes once before one comes again."""
    made = 0
    for script in _SCRIPTS:
        for frame in _FRAMES:
            if made == count:
                return
            made += 1
            yield frame.format(script)


MOST = len(_SCRIPTS) * len(_FRAMES)
