#include "ui/dialogs/quotalimits.h"

#include "ui/models/quotawords.h"
#include "ui/support/buttonbox.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace ui
{

namespace
{

/// Beyond this a spin box no longer holds every whole number.
constexpr double highest = 9'007'199'254'740'992.0;

/// kB, MB, GB, TB in units of 1024 octets.
constexpr double unitSizes[] = {1, 1024, 1024.0 * 1024, 1024.0 * 1024 * 1024};

/// The largest unit that says `amount` with at most one digit behind the point.
int unitFor(quint64 amount)
{
    int unit = int(std::size(unitSizes)) - 1;
    const auto fits = [&](int at) {
        const double tenths = double(amount) / unitSizes[at] * 10;
        return tenths >= 10 && tenths == std::round(tenths);
    };
    while (unit > 0 && !fits(unit))
        --unit;
    return unit;
}

} // namespace

QuotaLimits::QuotaLimits(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
{
    setObjectName(QStringLiteral("quotaLimits"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_title->setFont(semibold(font()));
    auto *buttons = new ButtonBox(QDialogButtonBox::Cancel, this);
    m_apply = buttons->addButton(tr("&Apply"), QDialogButtonBox::AcceptRole);
    m_apply->setObjectName(QStringLiteral("applyLimits"));
    m_cancel = buttons->button(QDialogButtonBox::Cancel);
    m_cancel->setObjectName(QStringLiteral("cancelLimits"));
    m_cancel->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &QuotaLimits::applied);
    connect(buttons, &QDialogButtonBox::rejected, this, &QuotaLimits::cancelled);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, gap, 0, 0);
    layout->setSpacing(gap);
    layout->addWidget(m_title);
    layout->addWidget(buttons);
}

void QuotaLimits::edit(const QByteArray &root, const QList<imap::Quota> &quotas,
                       const QList<QByteArray> &resources)
{
    m_root = root;
    m_title->setText(tr("Limits of “%1”").arg(quotaRootName(root)));
    m_rows.clear();
    delete m_form;
    m_form = new QWidget(this);
    auto *form = new QGridLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(gap);
    form->setVerticalSpacing(gap);
    form->setColumnStretch(4, 1);
    for (const imap::Quota &quota : quotas)
        addRow(quota.resource, quota.usage, quota.limit);
    for (const QByteArray &resource : resources) {
        const bool known = std::any_of(m_rows.begin(), m_rows.end(), [&](const Row &row) {
            return row.resource.compare(resource, Qt::CaseInsensitive) == 0;
        });
        if (!known)
            addRow(resource, 0, std::nullopt);
    }
    qobject_cast<QVBoxLayout *>(layout())->insertWidget(1, m_form);
    refresh();
    m_apply->setDefault(true);
    QWidget *last = nullptr;
    for (const Row &row : std::as_const(m_rows)) {
        for (QWidget *widget : {static_cast<QWidget *>(row.amount), static_cast<QWidget *>(row.unit),
                                static_cast<QWidget *>(row.none)}) {
            if (last && widget)
                setTabOrder(last, widget);
            last = widget ? widget : last;
        }
    }
    setTabOrder(last, m_apply);
    setTabOrder(m_apply, m_cancel);
    if (!m_rows.isEmpty())
        (m_rows.first().before ? static_cast<QWidget *>(m_rows.first().amount) : m_rows.first().none)
            ->setFocus();
}

void QuotaLimits::addRow(const QByteArray &resource, quint64 usage, std::optional<quint64> limit)
{
    auto *form = qobject_cast<QGridLayout *>(m_form->layout());
    const int line = form->rowCount();
    Row row;
    row.resource = resource;
    row.usage = usage;
    row.before = limit;
    row.amount = new QDoubleSpinBox(m_form);
    row.amount->setObjectName(QStringLiteral("amount ") + QString::fromUtf8(resource));
    row.amount->setRange(0, highest);
    row.amount->setGroupSeparatorShown(true);
    row.amount->setDecimals(isStorage(resource) ? 1 : 0);
    row.amount->setAccessibleName(tr("Limit of %1").arg(resourceName(resource)));
    row.amount->setMinimumWidth(QFontMetrics(font()).horizontalAdvance(QStringLiteral("99,999,999.9")) +
                                8 * grid);
    row.amount->setMaximumWidth(row.amount->minimumWidth() + 10 * grid);
    if (isStorage(resource)) {
        row.unit = new QComboBox(m_form);
        row.unit->setObjectName(QStringLiteral("unit ") + QString::fromUtf8(resource));
        row.unit->addItems({tr("kB"), tr("MB"), tr("GB"), tr("TB")});
        row.unit->setAccessibleName(tr("Unit of %1").arg(resourceName(resource)));
        row.unit->setToolTip(tr("As servers count: 1 MB is 1024 kB, 1 GB is 1024 MB"));
        const quint64 amount = limit.value_or(1024 * 1024);
        row.firstUnit = unitFor(amount);
        row.unit->setCurrentIndex(row.firstUnit);
        row.amount->setValue(double(amount) / unitSizes[row.firstUnit]);
    } else {
        row.amount->setValue(double(limit.value_or(0)));
    }
    row.firstAmount = row.amount->value();
    row.none = new QCheckBox(tr("No limit"), m_form);
    row.none->setObjectName(QStringLiteral("none ") + QString::fromUtf8(resource));
    row.none->setAccessibleName(tr("No limit of %1").arg(resourceName(resource)));
    row.none->setChecked(!limit);
    row.words = new QLabel(m_form);
    row.words->setObjectName(QStringLiteral("words ") + QString::fromUtf8(resource));
    row.words->setTextFormat(Qt::PlainText);
    row.words->setWordWrap(true);
    auto *label = new QLabel(tr("%1:").arg(resourceName(resource)), m_form);
    label->setTextFormat(Qt::PlainText);
    label->setToolTip(resourceTip(resource));
    form->addWidget(label, line, 0);
    form->addWidget(row.amount, line, 1);
    if (row.unit)
        form->addWidget(row.unit, line, 2);
    form->addWidget(row.none, line, 3);
    form->addWidget(row.words, line, 4);
    connect(row.amount, &QDoubleSpinBox::valueChanged, this, &QuotaLimits::refresh);
    if (row.unit)
        connect(row.unit, &QComboBox::currentIndexChanged, this, &QuotaLimits::refresh);
    connect(row.none, &QCheckBox::toggled, this, &QuotaLimits::refresh);
    m_rows.append(row);
}

std::optional<quint64> QuotaLimits::wanted(const Row &row)
{
    if (row.none->isChecked())
        return std::nullopt;
    const bool asBefore =
        row.amount->value() == row.firstAmount && (!row.unit || row.unit->currentIndex() == row.firstUnit);
    if (row.before && asBefore)
        return row.before; // it may have more digits than the box shows
    const double size = row.unit ? unitSizes[row.unit->currentIndex()] : 1;
    return quint64(std::min(std::round(row.amount->value() * size), highest));
}

bool QuotaLimits::isTouched(const Row &row)
{
    return wanted(row) != row.before;
}

QList<imap::QuotaLimit> QuotaLimits::limits(const QList<imap::Quota> &present) const
{
    QList<imap::QuotaLimit> limits;
    for (const imap::Quota &quota : present) {
        const bool touched = std::any_of(m_rows.begin(), m_rows.end(), [&](const Row &row) {
            return row.resource == quota.resource && isTouched(row);
        });
        if (!touched)
            limits.append({quota.resource, quota.limit});
    }
    for (const Row &row : m_rows) {
        const std::optional<quint64> limit = wanted(row);
        if (isTouched(row) && limit)
            limits.append({row.resource, *limit});
    }
    return limits;
}

void QuotaLimits::setReason(const QString &reason)
{
    m_reason = reason;
    refresh();
}

void QuotaLimits::refresh()
{
    bool any = false;
    for (const Row &row : std::as_const(m_rows)) {
        const std::optional<quint64> limit = wanted(row);
        row.amount->setEnabled(limit.has_value());
        if (row.unit)
            row.unit->setEnabled(limit.has_value());
        any = any || isTouched(row);
        const bool below = limit && *limit < row.usage;
        const QString used = quotaAmount(row.resource, row.usage);
        row.words->setText(below ? tr("Less than the %1 in use: nothing more can be kept.").arg(used)
                                 : (row.before ? tr("%1 in use").arg(used) : QString()));
        QPalette ink = palette();
        ink.setColor(QPalette::WindowText,
                     below ? stateColor(State::Waiting, palette()) : mutedInk(palette()));
        row.words->setPalette(ink);
    }
    m_apply->setEnabled(any && m_reason.isEmpty());
    m_apply->setToolTip(!m_reason.isEmpty() ? m_reason : any ? QString() : tr("Nothing was changed."));
}

} // namespace ui
