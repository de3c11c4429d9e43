"""Sixty patterns such as everybody writes who cleans scraped news for a week, applied one by one to the whole text.

This is what rule files and their engine take the place of: no zone, no budget, no account, no example that must stay.
They are Python's `re`, compiled once, in the style of such scripts.
"""

import re
from typing import Final

__all__ = ["PATTERNS", "clean"]

_LINES: Final = (  # whole lines, whatever their case
    r"(?:please )?(?:subscribe|sign up|register)(?: now| here)?(?: to| for)? ?(?:our |the |free )*(?:newsletters?)?.?",
    r"(?:click|tap) here (?:to|for) .{1,80}",
    r"read (?:more|also|next|full article)\b.{0,120}",
    r"(?:see|read|watch|listen) (?:also|more|now)\s*:.{0,200}",
    r"(?:related|more|top|latest) (?:articles?|stor(?:y|ies)|news|topics|coverage|content)s?:?",
    r"(?:most|trending) (?:read|popular|viewed|shared|commented)(?: now)?",
    r"(?:share|save|print|e-?mail)(?: this)?(?: article| story| page| on \w+)?",
    r"(?:facebook|twitter|x|whats ?app|telegram|linkedin|reddit|pinterest|instagram|copy link)(?: \w+)?",
    r"(?:follow|like|join|find) us on (?:facebook|twitter|x|instagram|telegram|youtube|google news)\b.{0,80}",
    r"advertisements?|sponsored(?: content)?|promoted(?: by .{1,40})?|paid (?:content|post)",
    r"(?:story|article) continues below(?: this)?(?: advertisement)?",
    r"skip (?:to|past) (?:main content|content|navigation|newsletter promotion|search)",
    r"(?:log|sign) (?:in|out|up)(?: or (?:register|subscribe))?|my account|menu|search|home",
    r"(?:all rights reserved|copyright|\(c\)|©).{0,160}",
    r"this (?:material|content|story|article) may not be (?:published|reproduced|broadcast|rewritten).{0,200}",
    r"(?:photo|image|picture|video|graphic|credit)s? ?(?:by|credit|source|courtesy)? ?:.{1,160}",
    r".{0,120}\((?:photo|image|ap photo|file photo)[^)\n]{0,120}\)",
    r"(?:getty images|reuters|afp|associated press|shutterstock|ap)(?: ?/ ?[\w .'-]{1,60})?",
    r"(?:by|written by|posted by|reporting by|editing by) [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,4}",
    r"(?:last )?(?:published|updated|modified|posted)(?: on| at)?:? .{0,12}\d{1,4}.{0,40}",
    r"\d{1,3} ?(?:comments?|shares?|likes|views)|(?:leave a|post a|add your) comment|no comments yet",
    r"\d{1,2} (?:min(?:ute)?s?|hours?|days?) (?:ago|read)",
    r"(?:we use|this (?:site|website) uses) cookies.{0,300}",
    r"(?:accept|reject|manage) (?:all )?(?:cookies|preferences)|cookie (?:policy|settings|preferences)",
    r"(?:privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions)|(?:contact|about) us).{0,60}",
    r"(?:download|get) (?:our|the) (?:free )?app.{0,80}",
    r"(?:you have|you've) (?:reached|read) .{0,40}(?:articles?|limit).{0,80}",
    r"(?:support|donate to|become a (?:member|supporter)).{0,120}",
    r"(?:abonnieren|jetzt abonnieren|newsletter (?:abonnieren|bestellen)|zum newsletter anmelden).{0,80}",
    r"(?:mehr zum thema|lesen sie (?:auch|mehr|hier)|das könnte sie (?:auch )?interessieren|weitere artikel).{0,160}",
    r"(?:anzeige|werbung|gesponsert|teilen|drucken|merken|kommentare?|startseite)",
    r"(?:foto|bild|quelle|grafik) ?:.{1,120}|©.{1,80}/(?:dpa|afp|reuters).{0,40}",
    r"stand: ?\d{1,2}\.\d{1,2}\.\d{2,4}.{0,40}|veröffentlicht am .{1,40}",
    r"(?:s'abonner|abonnez-vous|inscrivez-vous|je m'abonne|déjà abonné ?\?).{0,100}",
    r"(?:lire aussi|à lire aussi|sur le même sujet|les plus lus|voir aussi|notre sélection).{0,200}",
    r"(?:publicité|partager|imprimer|commenter|réagir|retour à l'accueil|article réservé aux abonnés)",
    r"(?:publié|mis à jour|modifié) le .{1,60}",
    r"(?:temps de lecture|lecture)\s*:?\s*\d{1,2} ?min\.?",
    r"(?:suscríbete|suscribirse|regístrate|inicia sesión|hazte socio).{0,100}",
    r"(?:lee también|te puede interesar|más información|noticias relacionadas|lo más (?:leído|visto)).{0,160}",
    r"(?:publicidad|compartir|comentarios|imprimir|archivado en|síguenos en .{1,40})",
    r"(?:actualizado|publicado)(?: el| a las)?:? .{0,12}\d.{0,40}",
    r"(?:iscriviti|abbonati|accedi|registrati).{0,80}|(?:leggi anche|articoli correlati|potrebbe interessarti).{0,160}",
    r"(?:pubblicità|condividi|commenti|riproduzione riservata|© riproduzione riservata)",
    r"(?:assine|cadastre-se|leia (?:também|mais)|veja também|saiba mais|publicidade|compartilhe).{0,120}",
    r"(?:lees ook|meer over|abonneer|deel dit artikel|advertentie|inloggen).{0,100}",
    r"(?:czytaj (?:także|też|więcej)|zobacz (?:także|też|również)|reklama|udostępnij|zaloguj się).{0,120}",
    r"(?:läs (?:också|mer|även)|annons|dela|logga in|prenumerera).{0,80}",
    r"(?:читайте также|читать далее|смотрите также|по теме|материалы по теме|подробнее).{0,160}",
    r"(?:подписывайтесь на|подписаться|подпишитесь).{0,120}|реклама|поделиться|комментарии|войти|главная",
    r"(?:фото|источник|видео)\s*:.{1,120}|все права защищены.{0,80}",
    r"(?:читайте також|підписуйтесь|поділитися|коментарі|більше новин).{0,120}",
    r"(?:اقرأ أيضا|اقرأ المزيد|اشترك|شارك|إعلان|تابعنا على).{0,120}",
    r"(?:あわせて読みたい|関連記事|続きを読む|ログイン|会員登録|シェアする|写真特集).{0,80}",
    r"(?:相关(?:新闻|阅读|文章)|点击(?:查看|进入)|分享到|责任编辑|打印本页|返回首页).{0,80}",
)
_PARTS: Final = (  # parts of lines and what is left between them
    r"https?://\S+|www\.\S+",
    r"\S+@\S+\.\w{2,}",
    r"[ \t\u00a0]+$",
    r"[ \t]{2,}",
    r"\n{3,}",
)
PATTERNS: Final = (
    *(re.compile(rf"^[ \t]*(?:{line})[ \t]*$", re.IGNORECASE | re.MULTILINE) for line in _LINES),
    *(re.compile(part, re.MULTILINE) for part in _PARTS),
)


def clean(text: str) -> str:
    """Clean a text with one pattern after the other."""
    for pattern in PATTERNS:
        text = pattern.sub("", text)
    return text
