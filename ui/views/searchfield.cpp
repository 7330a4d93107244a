#include "ui/views/searchfield.h"

#include "ui/support/formatting.h"
#include "ui/support/icons.h"

#include <QKeyEvent>

namespace ui
{

namespace
{

constexpr int usualWidth = 300;
constexpr int narrowest = 96;
constexpr int longest = 1000; ///< more is not looked at

} // namespace

SearchField::SearchField(QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(QStringLiteral("searchField"));
    setMaxLength(longest);
    setClearButtonEnabled(true);
    addAction(icon(QStringLiteral("edit-find"), QPalette::PlaceholderText), LeadingPosition);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMaximumWidth(usualWidth * 3 / 2);
    setAccessibleName(tr("Search mail"));
}

void SearchField::setPlace(const QString &words, const QString &shortcut)
{
    setPlaceholderText(words);
    setToolTip(plainTip(QStringLiteral("%1 (%2)").arg(words, shortcut)));
}

QSize SearchField::sizeHint() const
{
    return {usualWidth, QLineEdit::sizeHint().height()};
}

QSize SearchField::minimumSizeHint() const
{
    return {narrowest, QLineEdit::minimumSizeHint().height()};
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        Q_EMIT escaped();
        return;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT onward();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

/// Escape is for this field, whoever else has it as a shortcut.
bool SearchField::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

} // namespace ui
