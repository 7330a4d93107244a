#include "ui/views/listnotice.h"

#include "ui/support/errortext.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

namespace ui
{

namespace
{

constexpr int iconSize = 48;
constexpr int widest = 360;

QString tr(const char *text)
{
    return QCoreApplication::translate("ListNotice", text);
}

/// A person who looks at an empty list wants to know what to do about it.
QString withAdvice(const ErrorText &words)
{
    return words.advice.isEmpty() ? words.what : words.what + QLatin1Char(' ') + words.advice;
}

/// Why nothing could be read, where the connection is the reason.
ListNotice unconnected(const FolderStatus &status)
{
    using imap::ConnectionState;
    const QString nothingKept = tr("Nothing of %1 is stored on this computer.").arg(status.folderName);
    switch (status.connection) {
    case ConnectionState::Offline:
        return {QStringLiteral("network-offline"), tr("Offline"),
                nothingKept + QLatin1Char(' ') + tr("Go online to read it.")};
    case ConnectionState::Connecting:
    case ConnectionState::SigningIn:
        return {QStringLiteral("network-online"), tr("Connecting\u2026"), {}};
    case ConnectionState::Waiting: {
        if (!status.error)
            return {QStringLiteral("network-offline"), tr("Not connected"), nothingKept};
        const ErrorText words = errorText(*status.error, status.server);
        return {QStringLiteral("network-offline"), words.title,
                withAdvice(words) + QLatin1Char(' ') + nothingKept};
    }
    case ConnectionState::LoginRefused:
    case ConnectionState::CertificateRefused: {
        const ErrorText words = status.error ? errorText(*status.error, status.server)
                                             : ErrorText{tr("Not connected"), nothingKept, {}, {}};
        return {QStringLiteral("dialog-warning"), words.title, withAdvice(words)};
    }
    case ConnectionState::Online:
        break;
    }
    return {QStringLiteral("folder-open"), tr("Opening %1\u2026").arg(status.folderName), {}};
}

/// Lines break between words. A word that is wider than a line, such as a folder's name, is cut in its
/// middle.
QString withShortWords(const QString &text, const QFontMetrics &metrics, int width)
{
    QStringList words = text.split(QLatin1Char(' '));
    for (QString &word : words) {
        if (!word.contains(QLatin1Char('\n')) && metrics.horizontalAdvance(word) > width)
            word = metrics.elidedText(word, Qt::ElideMiddle, width);
    }
    return words.join(QLatin1Char(' '));
}

} // namespace

ListNotice noticeFor(const FolderStatus &status)
{
    switch (status.phase) {
    case FolderPhase::None:
        return {QStringLiteral("mail-inbox"), tr("No folder chosen"), tr("Choose a folder on the left.")};
    case FolderPhase::Opening:
        return unconnected(status);
    case FolderPhase::Failed: {
        if (!status.error)
            return {QStringLiteral("dialog-warning"), tr("%1 cannot be opened").arg(status.folderName), {}};
        if (isNotThere(*status.error))
            return {QStringLiteral("dialog-warning"),
                    tr("\u201c%1\u201d is not there any more on %2")
                        .arg(status.folderName, status.server.isEmpty() ? tr("the server") : status.server),
                    tr("It may have been deleted or renamed elsewhere. Choose another folder on the left.")};
        const ErrorText words = errorText(*status.error, status.server);
        return {QStringLiteral("dialog-warning"), tr("%1 cannot be opened").arg(status.folderName),
                withAdvice(words)};
    }
    case FolderPhase::Cached:
        if (status.connection != imap::ConnectionState::Online)
            return {QStringLiteral("mail-inbox"), tr("No messages in %1").arg(status.folderName),
                    tr("As of the last connection.")};
        break;
    case FolderPhase::Open:
    case FolderPhase::Synchronised:
        break;
    }
    return {QStringLiteral("mail-inbox"), tr("No messages in %1").arg(status.folderName), {}};
}

void paintNotice(QPainter *painter, const QRect &rect, const ListNotice &notice, const QFont &font,
                 const QPalette &palette)
{
    const int width = qMin(widest, rect.width() - 4 * gap);
    if (width < 40 || notice.isEmpty())
        return;
    const QFont titleFont = semibold(scaledFont(font, largeType));
    const QFontMetrics titleMetrics(titleFont);
    const QFontMetrics textMetrics(font);
    constexpr int flags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;
    const QRect bounds(0, 0, width, 10000);
    const QString title = withShortWords(notice.title, titleMetrics, width);
    const QString text = withShortWords(notice.text, textMetrics, width);
    const int titleHeight = titleMetrics.boundingRect(bounds, flags, title).height();
    const int textHeight = text.isEmpty() ? 0 : textMetrics.boundingRect(bounds, flags, text).height() + gap;
    const int words = titleHeight + textHeight;
    const bool withIcon = !notice.icon.isEmpty() && words + iconSize + 2 * gap < rect.height();
    int y = rect.top() + qMax(0, (rect.height() - words - (withIcon ? iconSize + 2 * gap : 0)) * 2 / 5);
    const int x = rect.left() + (rect.width() - width) / 2;
    const QColor muted = mutedInk(palette);
    if (withIcon) {
        const QColor pale = mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.28);
        paintIcon(painter, {rect.left() + (rect.width() - iconSize) / 2, y, iconSize, iconSize}, notice.icon,
                  pale);
        y += iconSize + 2 * gap;
    }
    painter->setFont(titleFont);
    painter->setPen(palette.color(QPalette::Text));
    painter->drawText(QRect(x, y, width, titleHeight), flags, title);
    painter->setFont(font);
    painter->setPen(muted);
    painter->drawText(QRect(x, y + titleHeight + gap, width, qMax(0, textHeight)), flags, text);
}

} // namespace ui
