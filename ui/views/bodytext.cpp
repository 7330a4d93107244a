#include "ui/views/bodytext.h"

#include "mime/people.h"
#include "ui/support/formatting.h"

#include <QCoreApplication>
#include <QUrl>

namespace ui::bodytext
{
namespace
{

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("BodyView", text, nullptr, count);
}

} // namespace

QString note(const imap::mime::Block &block)
{
    using imap::mime::NoteKind;
    switch (block.note) {
    case NoteKind::Encrypted:
        return tr("This part is encrypted. Postrider cannot decrypt mail.");
    case NoteKind::Signed:
        return tr("What follows is signed. The signature was not checked.");
    case NoteKind::TooLarge:
        return tr("A very long text is not shown.");
    case NoteKind::NotLoaded:
        return tr("A part of the text was not loaded.");
    case NoteKind::Truncated:
        return tr("The message is longer than what is shown here.");
    case NoteKind::NoText:
        return tr("This message has no text.");
    case NoteKind::None:
        break;
    }
    return block.text;
}

QString missingPicture(const QString &alternative)
{
    return alternative.isEmpty() ? tr("[Picture]") : tr("[Picture: %1]").arg(alternative);
}

QString fold(qsizetype lines, bool folded)
{
    // A triangle says which way it goes, like in a tree.
    if (!folded)
        return QStringLiteral("▾ ") + (lines == 1 ? tr("Hide the quoted line") : tr("Hide quoted lines"));
    return QStringLiteral("▸ ") +
           (lines == 1 ? tr("Show 1 quoted line") : tr("Show %1 quoted lines").arg(countText(lines)));
}

QString restLeft(qsizetype units)
{
    return tr("This message is long; %1 characters are not shown yet.").arg(countText(units));
}

QString showAll()
{
    return tr("Show all of it");
}

QString load()
{
    return tr("Load it");
}

QString leadsTo(const QString &target)
{
    const QString host = QUrl(target).host();
    return QLatin1Char(' ') +
           tr("(leads to %1)").arg(imap::mime::displayDomain(host.isEmpty() ? target.left(80) : host));
}

QString linkForPeople(const QString &target)
{
    const QUrl url(target);
    QString text = target;
    if (url.scheme() == QLatin1String("mailto"))
        text = tr("Mail to %1").arg(url.path());
    text = text.simplified();
    constexpr qsizetype limit = 300;
    return text.size() > limit ? text.left(limit) + QChar(0x2026) : text;
}

} // namespace ui::bodytext
