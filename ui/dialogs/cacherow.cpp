#include "ui/dialogs/cacherow.h"

#include "ui/dialogs/formfield.h"
#include "ui/support/confirmation.h"
#include "ui/support/metrics.h"

#include <QComboBox>
#include <QGridLayout>
#include <QPushButton>
#include <limits>

namespace ui
{

namespace
{

constexpr qint64 megabyte = qint64(1) << 20;
constexpr qint64 noLimit = std::numeric_limits<qint64>::max();

QString amount(qint64 bytes)
{
    // One digit behind the point, but 1 GiB and not 1.0 GiB.
    QString text = QLocale().formattedDataSize(bytes, 1);
    const QString zero = QLocale().decimalPoint() + QLocale().zeroDigit();
    if (const qsizetype at = text.indexOf(zero + QLatin1Char(' ')); at >= 0)
        text.remove(at, zero.size());
    return text;
}

QString sizeWords(qint64 bytes)
{
    if (bytes == noLimit)
        return CacheRow::tr("Keep any amount");
    return bytes == 0 ? CacheRow::tr("Keep nothing for long")
                      : CacheRow::tr("Keep at most %1").arg(amount(bytes));
}

QString ageWords(int days)
{
    if (days == 0)
        return CacheRow::tr("however old");
    if (days == 365)
        return CacheRow::tr("not longer than a year");
    return days == 1 ? CacheRow::tr("not longer than a day")
                     : CacheRow::tr("not longer than %1 days").arg(QLocale().toString(days));
}

/// Chooses `value`, which is added if nobody else thought of it.
void choose(QComboBox *box, const QVariant &value, const QString &words)
{
    const QSignalBlocker quiet(box);
    if (box->findData(value) < 0)
        box->addItem(words, value);
    box->setCurrentIndex(box->findData(value));
}

} // namespace

CacheRow::CacheRow(QWidget *parent)
    : QWidget(parent)
{
    auto *editor = new QWidget(this);
    auto *grid = new QGridLayout(editor);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(ui::grid);
    const auto box = [&](const char *name, const QString &spoken) {
        auto *made = new QComboBox(editor);
        made->setObjectName(QLatin1String(name));
        made->setAccessibleName(spoken);
        made->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        return made;
    };
    m_size = box("cacheSize", tr("How much mail is kept on this computer"));
    for (const qint64 size : {100 * megabyte, 500 * megabyte, imap::CacheLimits::GiB,
                              5 * imap::CacheLimits::GiB, 20 * imap::CacheLimits::GiB, noLimit})
        m_size->addItem(sizeWords(size), size);
    m_size->setToolTip(tr("Texts and attachments; what nobody read for the longest time goes first"));
    m_age = box("cacheAge", tr("How long mail is kept on this computer"));
    for (const int days : {7, 30, 90, 365, 0})
        m_age->addItem(ageWords(days), days);
    m_age->setToolTip(tr("Counted from when a message was last looked at"));
    m_empty = new QPushButton(tr("E&mpty the Cache…"), editor);
    m_empty->setObjectName(QStringLiteral("emptyCache"));
    m_empty->setAutoDefault(false);
    m_empty->hide();
    grid->addWidget(m_size, 0, 0);
    grid->addWidget(m_age, 0, 1);
    grid->addWidget(m_empty, 1, 0, 1, 2, Qt::AlignLeft);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_field = new FormField(editor, this, m_size);
    auto *whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_field);
    setLimits({});
    connect(m_size, &QComboBox::currentIndexChanged, this, &CacheRow::edited);
    connect(m_age, &QComboBox::currentIndexChanged, this, &CacheRow::edited);
    connect(m_empty, &QPushButton::clicked, this, &CacheRow::askFirst);
}

void CacheRow::setLimits(const imap::CacheLimits &limits)
{
    m_limits = limits;
    choose(m_size, limits.bodyBytes, sizeWords(limits.bodyBytes));
    choose(m_age, limits.bodyDays, ageWords(limits.bodyDays));
}

imap::CacheLimits CacheRow::limits() const
{
    imap::CacheLimits limits = m_limits;
    limits.bodyBytes = m_size->currentData().toLongLong();
    limits.bodyDays = m_age->currentData().toInt();
    return limits;
}

void CacheRow::setUsage(const imap::CacheUsage &usage)
{
    m_field->setProblem({});
    m_field->setHint(tr("Now: %1 of texts and attachments, %2 with lists and changes.")
                         .arg(amount(usage.bodies), amount(usage.total)));
    m_empty->show();
    m_empty->setEnabled(true);
}

void CacheRow::setBusy()
{
    m_field->setProblem({});
    m_field->setHint(tr("Emptying…"));
    m_empty->setEnabled(false);
}

void CacheRow::setProblem(const QString &text)
{
    m_field->setProblem(text);
    m_empty->show();
    m_empty->setEnabled(true);
}

void CacheRow::askFirst()
{
    const Confirmation question{
        .name = QStringLiteral("emptyQuestion"),
        .title = tr("Empty the Cache"),
        .text = tr("Forget what this computer keeps of this account's mail?"),
        .more =
            tr("The mail on the server stays, and so do changes that were not sent yet. Until it is fetched "
               "again, nothing can be read offline."),
        .verb = tr("&Empty"),
    };
    confirm(window(), this, question, [this] { Q_EMIT emptyAsked(); });
}

} // namespace ui
