#include "mime/htmlstyle.h"

#include <QByteArray>
#include <QList>

namespace imap::mime
{

namespace
{

/// "0", "0px", "1.5em": the number, if there is one at the start.
std::optional<double> leadingNumber(const QByteArray &value)
{
    qsizetype end = 0;
    while (end < value.size() &&
           (QByteArrayView("0123456789.").contains(value[end]) || (end == 0 && value[0] == '-')))
        ++end;
    bool ok = false;
    const double number = value.first(end).toDouble(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

/// Whether the size is too small to read. Only absolute units can tell; "1em" is ordinary.
std::optional<bool> isTiny(const QByteArray &value)
{
    const auto number = leadingNumber(value);
    if (!number)
        return value.contains("small") || value.contains("medium") || value.contains("large")
                   ? std::optional(false)
                   : std::nullopt;
    if (*number == 0)
        return true;
    const bool relative = value.endsWith("em") || value.endsWith('%') || value.endsWith("ex");
    if (relative && !value.endsWith("rem"))
        return std::nullopt;
    return (value.endsWith("px") || value.endsWith("pt")) && *number < 2;
}

std::optional<bool> isBold(const QByteArray &value)
{
    if (value == "bold" || value == "bolder")
        return true;
    const auto number = leadingNumber(value);
    if (number)
        return *number >= 600;
    return value == "normal" || value == "lighter" ? std::optional(false) : std::nullopt;
}

struct Box {
    bool zeroHeight = false;
    bool overflowHidden = false;
};

void apply(StyleHints &hints, Box &box, const QByteArray &name, const QByteArray &value)
{
    if (name == "display")
        hints.hidden = hints.hidden || value == "none";
    else if (name == "visibility")
        hints.hidden = hints.hidden || value == "hidden";
    else if (name == "opacity" || name == "max-height" || name == "max-width")
        hints.hidden = hints.hidden || leadingNumber(value) == 0.0;
    else if (name == "mso-hide")
        hints.hidden = hints.hidden || value == "all";
    else if (name == "height")
        box.zeroHeight = leadingNumber(value) == 0.0;
    else if (name == "overflow")
        box.overflowHidden = value == "hidden";
    else if (name == "font-size")
        hints.tiny = isTiny(value);
    else if (name == "font-weight")
        hints.bold = isBold(value);
}

} // namespace

StyleHints styleHints(QByteArrayView style)
{
    constexpr qsizetype styleLimit = 2000;
    StyleHints hints;
    Box box;
    const QByteArray text = style.first(qMin(style.size(), styleLimit)).toByteArray().toLower();
    for (const QByteArray &declaration : text.split(';')) {
        const qsizetype colon = declaration.indexOf(':');
        if (colon < 0)
            continue;
        QByteArray value = declaration.mid(colon + 1);
        if (const qsizetype important = value.indexOf('!'); important >= 0)
            value.truncate(important);
        apply(hints, box, declaration.first(colon).trimmed(), value.trimmed());
    }
    hints.hidden = hints.hidden || (box.zeroHeight && box.overflowHidden);
    return hints;
}

} // namespace imap::mime
