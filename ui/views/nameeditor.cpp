#include "ui/views/nameeditor.h"

#include "ui/support/metrics.h"

namespace ui
{

NameEditor::NameEditor(std::function<QString(const QString &)> problemOf, QWidget *viewport)
    : QLineEdit(viewport)
    , m_problemOf(std::move(problemOf))
    , m_words(new QLabel(viewport))
{
    setObjectName(QStringLiteral("folderNameEditor"));
    setAccessibleName(tr("Folder name"));
    // The look of a tooltip, which it is, but one that stays as long as the problem does.
    m_words->setObjectName(QStringLiteral("folderNameProblem"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setFont(scaledFont(font(), smallType));
    m_words->setMargin(grid); // inside the frame, unlike contents margins
    m_words->setIndent(grid);
    m_words->setFrameShape(QFrame::StyledPanel);
    m_words->setAutoFillBackground(true);
    m_words->setBackgroundRole(QPalette::ToolTipBase);
    m_words->setForegroundRole(QPalette::ToolTipText);
    m_words->hide();
    connect(this, &QObject::destroyed, m_words, &QObject::deleteLater);
    connect(this, &QLineEdit::textChanged, this, &NameEditor::judge);
}

void NameEditor::judge()
{
    m_problem = isModified() ? m_problemOf(text()) : QString();
    m_words->setText(m_problem);
    m_words->setVisible(!m_problem.isEmpty());
    setAccessibleDescription(m_problem);
    place();
}

void NameEditor::place()
{
    if (m_words->isHidden())
        return;
    const QWidget *viewport = parentWidget();
    const int width = qMax(1, qMin(qMax(this->width(), 200), viewport->width() - 2 * grid));
    // No fixed size: a label asks for at least that, and would stay as high as the longest words before.
    const int height = m_words->heightForWidth(width);
    m_words->resize(width, height);
    const int left = qBound(grid, isRightToLeft() ? x() + this->width() - width : x(),
                            qMax(grid, viewport->width() - width - grid));
    const bool below = y() + this->height() + height + grid <= viewport->height();
    m_words->move(left, below ? y() + this->height() + grid : y() - height - grid);
    m_words->raise();
}

void NameEditor::moveEvent(QMoveEvent *event)
{
    QLineEdit::moveEvent(event);
    place();
}

void NameEditor::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    place();
}

void NameEditor::hideEvent(QHideEvent *event)
{
    QLineEdit::hideEvent(event);
    m_words->hide();
}

} // namespace ui
