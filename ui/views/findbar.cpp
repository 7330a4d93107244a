#include "ui/views/findbar.h"

#include "ui/support/icons.h"
#include "ui/support/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTextEdit>
#include <QToolButton>

namespace ui
{

FindBar::FindBar(QTextEdit *view, QWidget *parent)
    : QFrame(parent)
    , m_view(view)
    , m_text(new QLineEdit(this))
    , m_state(new QLabel(this))
{
    setObjectName(QStringLiteral("findBar"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * gap, grid, gap, grid);
    layout->setSpacing(grid);
    m_text->setObjectName(QStringLiteral("findText"));
    m_text->setPlaceholderText(tr("Find in this message"));
    m_text->setAccessibleName(m_text->placeholderText());
    m_text->setClearButtonEnabled(true);
    m_text->setMaximumWidth(320);
    m_text->installEventFilter(this);
    m_state->setObjectName(QStringLiteral("findState"));
    const auto button = [this](const QString &name, const QString &tip, void (FindBar::*slot)()) {
        auto *tool = new QToolButton(this);
        tool->setIcon(icon(name));
        tool->setToolTip(tip);
        tool->setAccessibleName(tip);
        tool->setAutoRaise(true);
        connect(tool, &QToolButton::clicked, this, slot);
        return tool;
    };
    layout->addWidget(m_text, 1);
    layout->addWidget(button(QStringLiteral("go-up"), tr("Previous (Shift+Return)"), &FindBar::findPrevious));
    layout->addWidget(button(QStringLiteral("go-down"), tr("Next (Return)"), &FindBar::findNext));
    layout->addWidget(m_state, 1);
    layout->addWidget(button(QStringLiteral("window-close"), tr("Close (Escape)"), &FindBar::close));
    connect(m_text, &QLineEdit::textEdited, this, [this] { find(false, true); });
    hide();
}

void FindBar::open()
{
    const QString selected = m_view->textCursor().selectedText();
    if (!selected.isEmpty() && selected.size() < 100 && !selected.contains(QChar(QChar::ParagraphSeparator)))
        m_text->setText(selected);
    show();
    m_text->setFocus();
    m_text->selectAll();
}

void FindBar::close()
{
    hide();
    m_state->clear();
    m_view->setFocus();
}

void FindBar::findNext()
{
    find(false, false);
}

void FindBar::findPrevious()
{
    find(true, false);
}

void FindBar::find(bool backward, bool fromHere)
{
    const QString text = m_text->text();
    m_state->clear();
    if (text.isEmpty())
        return;
    QTextCursor cursor = m_view->textCursor();
    const QTextCursor before = cursor;
    if (fromHere) { // a longer word may be found where the shorter one was
        cursor.setPosition(cursor.selectionStart());
        m_view->setTextCursor(cursor);
    }
    const QTextDocument::FindFlags flags =
        backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_view->find(text, flags))
        return;
    cursor.movePosition(backward ? QTextCursor::End : QTextCursor::Start);
    m_view->setTextCursor(cursor);
    if (m_view->find(text, flags)) {
        if (!fromHere)
            m_state->setText(backward ? tr("Went on from the end") : tr("Went on from the start"));
        return;
    }
    m_view->setTextCursor(before);
    m_state->setText(tr("Not found"));
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            find(key->modifiers() & Qt::ShiftModifier, false);
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            close();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace ui
