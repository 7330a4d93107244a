#include "ui/dialogs/labelchooser.h"

#include "ui/dialogs/labelchoices.h"
#include "ui/support/metrics.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui
{

namespace
{

constexpr int widest = 380;
constexpr int rowsAtOnce = 14;

} // namespace

LabelChooser::LabelChooser(const Question &question, QWidget *window)
    : ChoicePopup({.name = QStringLiteral("label"),
                   .title = question.title,
                   .widest = widest,
                   .leastRows = 3,
                   .mostRows = rowsAtOnce,
                   .around = 28 * gap},
                  window)
    , m_question(question)
    , m_choices(new LabelChoices(this))
{
    const bool canMake = question.newLabelReason.isEmpty();
    typed()->setPlaceholderText(canMake ? tr("Find, or type a new label") : tr("Find"));
    typed()->setMaxLength(LabelBook::LongestName);
    list()->setModel(m_choices);
    list()->setItemDelegate(new LabelChoiceDelegate(m_choices, list()));
    nothing()->setText(canMake ? tr("There are no labels yet.") : question.newLabelReason);
    auto *note = new QLabel(question.note, this);
    note->setObjectName(QStringLiteral("labelNote"));
    note->setVisible(!question.note.isEmpty());
    for (QLabel *quiet : {nothing(), note}) {
        quiet->setTextFormat(Qt::PlainText);
        quiet->setWordWrap(true);
        quiet->setForegroundRole(QPalette::PlaceholderText);
        quiet->setContentsMargins(grid, grid, grid, grid);
    }
    auto *edit = new QPushButton(tr("&Edit Labels…"), this);
    edit->setObjectName(QStringLiteral("editLabels"));
    edit->setFlat(true);
    edit->setAutoDefault(false);
    edit->setFocusPolicy(Qt::TabFocus);
    connect(edit, &QPushButton::clicked, this, [this] {
        close();
        Q_EMIT editWanted();
    });
    column()->addWidget(note);
    column()->addWidget(edit, 0, Qt::AlignLeft);
    connect(typed(), &QLineEdit::textChanged, this, &LabelChooser::filter);
    connect(list(), &QListView::clicked, this, &LabelChooser::toggle);
    filter();
}

void LabelChooser::filter()
{
    const QString wanted = typed()->text().simplified();
    QList<LabelState> offered;
    bool there = wanted.isEmpty();
    for (const LabelState &label : std::as_const(m_question.labels)) {
        if (label.name.contains(wanted, Qt::CaseInsensitive))
            offered << label;
        there = there || label.name.compare(wanted, Qt::CaseInsensitive) == 0;
    }
    m_choices->set(offered, there || !m_question.newLabelReason.isEmpty() ? QString() : wanted);
    showChoices();
}

void LabelChooser::setStates(const QList<LabelState> &labels)
{
    QHash<QString, Qt::CheckState> now;
    for (const LabelState &label : labels)
        now.insert(label.name, label.state);
    const auto stateNow = [&](const LabelState &label) {
        return m_chosenHere.contains(label.name) ? label.state : now.value(label.name, label.state);
    };
    for (LabelState &label : m_question.labels)
        label.state = stateNow(label);
    for (int row = 0; row < m_choices->rowCount(); ++row) {
        if (m_choices->isNew(row))
            continue;
        const Qt::CheckState state = stateNow(m_choices->at(row));
        if (state != m_choices->at(row).state)
            m_choices->setState(row, state);
    }
}

bool LabelChooser::canChoose(int row) const
{
    return m_choices->canChange(row);
}

void LabelChooser::toggle(const QModelIndex &index)
{
    if (!index.isValid() || !m_choices->canChange(index.row()))
        return;
    if (m_choices->isNew(index.row())) {
        const QString name = m_choices->newName();
        close();
        Q_EMIT newLabelWanted(name);
        return;
    }
    const LabelState chosen = m_choices->at(index.row());
    // Where some have it, all get it.
    const bool on = chosen.state != Qt::Checked;
    m_choices->setState(index.row(), on ? Qt::Checked : Qt::Unchecked);
    for (LabelState &label : m_question.labels) {
        if (label.flag == chosen.flag && label.gmailLabel == chosen.gmailLabel)
            label.state = on ? Qt::Checked : Qt::Unchecked;
    }
    m_chosenHere << chosen.name;
    Q_EMIT changed(chosen, on);
}

void LabelChooser::choose()
{
    if (!list()->currentIndex().isValid())
        return;
    const bool isNew = m_choices->isNew(list()->currentIndex().row());
    toggle(list()->currentIndex());
    if (!isNew)
        close();
}

bool LabelChooser::eventFilter(QObject *watched, QEvent *event)
{
    // A name may have a space in it; where nothing was typed it changes the row.
    if (watched == typed() && event->type() == QEvent::KeyPress && typed()->text().isEmpty() &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space) {
        toggle(list()->currentIndex());
        return true;
    }
    return ChoicePopup::eventFilter(watched, event);
}

} // namespace ui
