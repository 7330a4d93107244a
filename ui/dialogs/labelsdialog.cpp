#include "ui/dialogs/labelsdialog.h"

#include "ui/dialogs/labelchoices.h"
#include "ui/support/buttonbox.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QButtonGroup>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui
{

namespace
{

constexpr int dotSize = 16;

QString colorName(int hue)
{
    const QString names[hueCount] = {
        LabelsDialog::tr("Red"),    LabelsDialog::tr("Orange"), LabelsDialog::tr("Amber"),
        LabelsDialog::tr("Olive"),  LabelsDialog::tr("Green"),  LabelsDialog::tr("Jade"),
        LabelsDialog::tr("Teal"),   LabelsDialog::tr("Sky"),    LabelsDialog::tr("Blue"),
        LabelsDialog::tr("Violet"), LabelsDialog::tr("Plum"),   LabelsDialog::tr("Pink")};
    return names[qBound(0, hue, hueCount - 1)];
}

QIcon dot(int hue, const QWidget *widget)
{
    QPixmap picture(QSize(dotSize, dotSize) * widget->devicePixelRatioF());
    picture.setDevicePixelRatio(widget->devicePixelRatioF());
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    paintLabelDot(&painter, {1, 1, dotSize - 2, dotSize - 2}, hue, widget->palette());
    return picture;
}

QPushButton *button(const QString &text, const char *name, const char *iconName, QWidget *parent)
{
    auto *made = new QPushButton(icon(QLatin1String(iconName)), text, parent);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false);
    return made;
}

} // namespace

LabelsDialog::LabelsDialog(const QList<LabelBook::Entry> &entries, QWidget *parent)
    : QDialog(parent)
    , m_entries(entries)
    , m_list(new QListWidget(this))
    , m_name(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_keyword(new QLabel(this))
    , m_colors(new QButtonGroup(this))
    , m_add(button(tr("&Add"), "add", "list-add", this))
    , m_remove(button(tr("&Remove"), "remove", "list-remove", this))
    , m_up(button(tr("Move &Up"), "up", "go-up", this))
    , m_down(button(tr("Move &Down"), "down", "go-down", this))
{
    setWindowTitle(tr("Edit Labels"));
    auto *words = new QLabel(
        tr("The first nine labels have the keys Alt+1 to Alt+9. Names and colours are kept on this computer; "
           "the labels themselves are kept with the messages."),
        this);
    words->setWordWrap(true);
    words->setForegroundRole(QPalette::PlaceholderText);
    m_list->setObjectName(QStringLiteral("labels"));
    m_list->setAccessibleName(tr("Labels"));
    m_list->setIconSize({dotSize, dotSize});
    m_list->setMinimumWidth(220);
    m_name->setObjectName(QStringLiteral("name"));
    m_name->setMaxLength(2 * LabelBook::LongestName);
    m_problem->setObjectName(QStringLiteral("problem"));
    for (QLabel *label : {m_problem, m_keyword}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setForegroundRole(QPalette::PlaceholderText);
    }
    m_keyword->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *column = new QVBoxLayout;
    column->setSpacing(gap);
    for (QPushButton *one : {m_add, m_remove, m_up, m_down})
        column->addWidget(one);
    column->addStretch();
    auto *middle = new QHBoxLayout;
    middle->setSpacing(gap);
    middle->addWidget(m_list, 1);
    middle->addLayout(column);
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft);
    form->setHorizontalSpacing(2 * gap);
    form->setVerticalSpacing(gap);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Name:"), m_name);
    form->addRow(QString(), m_problem);
    form->addRow(tr("Colour:"), makeColors());
    form->addRow(tr("Keyword:"), m_keyword);
    auto *buttons = new ButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::AcceptRole);
    m_save->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setSpacing(2 * gap);
    layout->addWidget(words);
    layout->addLayout(middle, 1);
    layout->addLayout(form);
    layout->addWidget(buttons);

    connect(m_list, &QListWidget::currentRowChanged, this, &LabelsDialog::show);
    connect(m_name, &QLineEdit::textEdited, this, &LabelsDialog::rename);
    connect(m_colors, &QButtonGroup::idClicked, this, &LabelsDialog::recolor);
    connect(m_add, &QPushButton::clicked, this, &LabelsDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &LabelsDialog::remove);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    fill(0);
    resize(480, 540);
}

QWidget *LabelsDialog::makeColors()
{
    auto *colors = new QWidget(this);
    auto *layout = new QGridLayout(colors);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid);
    for (int hue = 0; hue < hueCount; ++hue) {
        auto *one = new QToolButton(colors);
        one->setIcon(dot(hue, this));
        one->setIconSize({dotSize, dotSize});
        one->setCheckable(true);
        one->setAutoRaise(true);
        one->setToolTip(colorName(hue));
        one->setAccessibleName(colorName(hue));
        one->setObjectName(QStringLiteral("hue%1").arg(hue));
        m_colors->addButton(one, hue);
        layout->addWidget(one, hue / 6, hue % 6);
    }
    layout->setColumnStretch(6, 1);
    return colors;
}

QList<LabelBook::Entry> LabelsDialog::entries() const
{
    QList<LabelBook::Entry> entries = m_entries;
    for (LabelBook::Entry &entry : entries) {
        if (entry.keyword.name().isEmpty())
            entry.keyword = LabelBook::keywordFor(entry.name, entries);
    }
    return entries;
}

int LabelsDialog::row() const
{
    return m_list->currentRow();
}

void LabelsDialog::fill(int current)
{
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const LabelBook::Entry &entry : std::as_const(m_entries))
            m_list->addItem(new QListWidgetItem(dot(entry.hue, this), entry.name));
    }
    m_list->setCurrentRow(qBound(-1, current, int(m_entries.size()) - 1));
    show(row());
}

void LabelsDialog::show(int row)
{
    m_showing = true;
    const bool any = row >= 0;
    m_before = any ? m_entries[row].name : QString();
    m_name->setText(m_before);
    const bool isNew = any && m_entries[row].keyword.name().isEmpty();
    m_keyword->setText(isNew ? tr("made of the name when you save")
                       : any ? QString::fromUtf8(m_entries[row].keyword.name())
                             : QString());
    if (any)
        m_colors->button(m_entries[row].hue)->setChecked(true);
    m_problem->clear();
    m_showing = false;
    update();
}

void LabelsDialog::update()
{
    const int at = row();
    const bool any = at >= 0;
    m_name->setEnabled(any);
    for (QAbstractButton *one : m_colors->buttons())
        one->setEnabled(any);
    m_remove->setEnabled(any);
    m_up->setEnabled(at > 0);
    m_down->setEnabled(any && at + 1 < m_entries.size());
    m_add->setEnabled(m_entries.size() < LabelBook::MostEntries);
    m_save->setEnabled(m_problem->text().isEmpty());
    m_problem->setVisible(!m_problem->text().isEmpty());
}

void LabelsDialog::rename(const QString &name)
{
    const int at = row();
    if (m_showing || at < 0)
        return;
    QList<LabelBook::Entry> others = m_entries;
    others.removeAt(at);
    m_problem->setText(LabelBook::objection(name, others));
    // On the way to a name that cannot be one there were others, which nobody meant.
    m_entries[at].name = m_problem->text().isEmpty() ? name.simplified() : m_before;
    m_list->item(at)->setText(m_entries[at].name);
    update();
}

void LabelsDialog::recolor(int hue)
{
    const int at = row();
    if (at < 0)
        return;
    m_entries[at].hue = hue;
    m_list->item(at)->setIcon(dot(hue, this));
}

void LabelsDialog::add()
{
    QString name = tr("New Label");
    for (int number = 2; !LabelBook::objection(name, m_entries).isEmpty(); ++number)
        name = tr("New Label %1").arg(number);
    m_entries << LabelBook::Entry{{}, name, stableHue(name)};
    fill(int(m_entries.size()) - 1);
    m_name->setFocus();
    m_name->selectAll();
}

void LabelsDialog::remove()
{
    const int at = row();
    if (at < 0)
        return;
    m_entries.removeAt(at);
    fill(qMin(at, int(m_entries.size()) - 1));
}

void LabelsDialog::move(int by)
{
    const int from = row();
    const int to = from + by;
    if (from < 0 || to < 0 || to >= m_entries.size())
        return;
    m_entries.move(from, to);
    fill(to);
}

} // namespace ui
