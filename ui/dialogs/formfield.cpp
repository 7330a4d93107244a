#include "ui/dialogs/formfield.h"

#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui
{

FormField::FormField(QWidget *editor, QWidget *parent, QWidget *input)
    : QWidget(parent)
    , m_input(input ? input : editor)
    , m_line(new QWidget(this))
    , m_sign(new QLabel(m_line))
    , m_words(new QLabel(m_line))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(grid / 2);
    column->addWidget(editor);
    column->addWidget(m_line);
    auto *row = new QHBoxLayout(m_line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(grid);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addWidget(m_words, 1);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setFont(scaledFont(font(), smallType));
    showWords();
}

void FormField::setHint(const QString &text)
{
    m_hint = text;
    showWords();
}

void FormField::setProblem(const QString &text)
{
    m_problem = text;
    showWords();
}

void FormField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showWords();
}

void FormField::showWords()
{
    const QString words = m_problem.isEmpty() ? m_hint : m_problem;
    m_words->setText(words);
    m_line->setVisible(!words.isEmpty());
    m_sign->setVisible(!m_problem.isEmpty());
    m_input->setAccessibleDescription(words);
    QPalette colors = palette();
    if (m_problem.isEmpty()) {
        colors.setColor(QPalette::WindowText, mutedInk(palette()));
    } else {
        const int size = QFontMetrics(m_words->font()).ascent() + 2;
        m_sign->setPixmap(iconPixmap(QStringLiteral("dialog-warning"), size,
                                     stateColor(State::Error, palette()), devicePixelRatioF()));
    }
    if (m_words->palette() != colors)
        m_words->setPalette(colors);
}

void addFormRow(QFormLayout *form, const QString &label, QWidget *row, QWidget *input)
{
    form->addRow(label, row);
    if (auto *words = qobject_cast<QLabel *>(form->labelForField(row)))
        words->setBuddy(input);
    QString name = QString(label).remove(QLatin1Char('&'));
    if (name.endsWith(QLatin1Char(':')))
        name.chop(1);
    // A box has words of its own.
    if (!name.isEmpty())
        input->setAccessibleName(name);
}

void addFormRow(QFormLayout *form, const QString &label, FormField *field)
{
    addFormRow(form, label, field, field->input());
}

QWidget *passwordRow(QLineEdit *edit, QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid);
    edit->setEchoMode(QLineEdit::Password);
    edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                              Qt::ImhNoAutoUppercase);
    layout->addWidget(edit, 1);
    auto *show = new QToolButton(row);
    show->setText(FormField::tr("Show"));
    show->setToolTip(FormField::tr("Show what was typed"));
    show->setCheckable(true);
    show->setAutoRaise(true);
    QObject::connect(show, &QToolButton::toggled, edit,
                     [edit](bool on) { edit->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    layout->addWidget(show);
    QWidget::setTabOrder(edit, show);
    return row;
}

} // namespace ui
