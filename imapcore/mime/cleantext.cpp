#include "mime/cleantext.h"

namespace imap::mime
{

bool isDeceptive(char32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

QString cleanLine(QStringView text, qsizetype limit)
{
    constexpr int combiningLimit = 8;
    QString line;
    line.reserve(qMin(text.size(), limit));
    bool space = false;
    int combining = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            c = QChar::surrogateToUcs4(text[i], text[i + 1]);
            ++i;
        } else if (QChar::isSurrogate(c)) {
            continue;
        }
        if (isDeceptive(c))
            continue;
        if (QChar::isSpace(c) || QChar::category(c) == QChar::Other_Control) {
            space = true;
            continue;
        }
        const QChar::Category category = QChar::category(c);
        combining =
            category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing ? combining + 1 : 0;
        if (combining > combiningLimit)
            continue;
        const qsizetype needed = (space && !line.isEmpty() ? 1 : 0) + (QChar::requiresSurrogates(c) ? 2 : 1);
        if (line.size() + needed > limit)
            break;
        if (space && !line.isEmpty())
            line += QLatin1Char(' ');
        space = false;
        line += QChar::fromUcs4(c);
    }
    return line;
}

} // namespace imap::mime
