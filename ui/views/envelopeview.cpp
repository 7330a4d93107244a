#include "ui/views/envelopeview.h"

#include "mime/headertext.h"
#include "mime/maildate.h"
#include "mime/people.h"
#include "ui/models/labelbook.h"
#include "ui/models/labels.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/flowlayout.h"
#include "ui/views/labelchip.h"
#include "ui/views/peopleline.h"
#include "ui/views/personchip.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui
{

using imap::mime::Person;

namespace
{

constexpr qsizetype longSubject = 240;

QDateTime sentDate(const imap::MessageSummary &message)
{
    if (message.envelope.date) {
        if (const auto date = imap::mime::parseDate(*message.envelope.date))
            return *date;
    }
    return message.internalDate;
}

/// Lets words that are longer than a line break anywhere.
QString breakable(const QString &text)
{
    constexpr int longWord = 40;
    QString result;
    int run = 0;
    for (const QChar c : text) {
        run = c.isSpace() ? 0 : run + 1;
        if (run > longWord && !c.isLowSurrogate() && !c.isMark()) {
            result += QChar(0x200B);
            run = 1;
        }
        result += c;
    }
    return result;
}

bool sameAddresses(const QList<Person> &a, const QList<Person> &b)
{
    if (a.size() != b.size())
        return false;
    return std::equal(a.begin(), a.end(), b.begin(), [](const Person &x, const Person &y) {
        return x.address.compare(y.address, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

EnvelopeView::EnvelopeView(QWidget *parent)
    : QWidget(parent)
    , m_subject(new QLabel(this))
    , m_labels(new QWidget(this))
    , m_star(new QToolButton(this))
    , m_read(new QToolButton(this))
    , m_portrait(new Portrait(this))
    , m_from(new QWidget(this))
    , m_date(new QLabel(this))
    , m_to(new PeopleLine(tr("To"), this))
    , m_cc(new PeopleLine(tr("Copy"), this))
    , m_bcc(new PeopleLine(tr("Blind copy"), this))
    , m_replyTo(new PeopleLine(tr("Reply to"), this))
    , m_more(new QToolButton(this))
    , m_details(new QLabel(this))
{
    setObjectName(QStringLiteral("envelope"));
    m_subject->setObjectName(QStringLiteral("subject"));
    m_subject->setTextFormat(Qt::PlainText);
    m_subject->setWordWrap(true);
    m_subject->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_subject->setFont(semibold(scaledFont(font(), titleType)));
    m_subject->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_date->setObjectName(QStringLiteral("date"));
    m_date->setForegroundRole(QPalette::PlaceholderText);
    m_details->setObjectName(QStringLiteral("details"));
    m_details->setTextFormat(Qt::PlainText);
    m_details->setWordWrap(true);
    m_details->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_details->setForegroundRole(QPalette::PlaceholderText);
    m_details->setFont(scaledFont(font(), 0.92));
    m_details->hide();
    new FlowLayout(m_labels, grid, grid);
    auto *from = new FlowLayout(m_from, grid, grid / 2);
    Q_UNUSED(from)

    m_star->setObjectName(QStringLiteral("star"));
    m_star->setCheckable(true);
    m_read->setObjectName(QStringLiteral("read"));
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setText(tr("Details"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setCheckable(true);
    for (QToolButton *button : {m_star, m_read, m_more})
        button->setAutoRaise(true);
    connect(m_star, &QToolButton::clicked, this, &EnvelopeView::starToggled);
    connect(m_read, &QToolButton::clicked, this,
            [this] { Q_EMIT readToggled(!m_flags.contains(imap::flags::Seen)); });
    connect(m_more, &QToolButton::toggled, this, &EnvelopeView::showDetails);
    // Not fixed, which would be the height of a wide head, where all labels stand in one row.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    buildHead();
    showDetails(false);
    connect(&LabelBook::shared(), &LabelBook::changed, this, [this] {
        if (m_message)
            showFlags();
    });
}

void EnvelopeView::buildHead()
{
    auto *top = new QHBoxLayout;
    top->setSpacing(grid);
    top->addWidget(m_subject, 1);
    top->addWidget(m_star, 0, Qt::AlignTop);
    top->addWidget(m_read, 0, Qt::AlignTop);

    auto *who = new QHBoxLayout;
    who->setSpacing(gap);
    who->addWidget(m_portrait, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    auto *first = new QHBoxLayout;
    first->setSpacing(gap);
    first->addWidget(m_from, 1);
    first->addWidget(m_date, 0, Qt::AlignTop);
    first->addWidget(m_more, 0, Qt::AlignTop);
    m_date->setMinimumHeight(24);
    column->addLayout(first);
    for (PeopleLine *line : {m_to, m_cc, m_bcc, m_replyTo})
        column->addWidget(line);
    who->addLayout(column, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, gap + grid, gap);
    layout->setSpacing(gap);
    layout->addLayout(top);
    layout->addWidget(m_labels);
    layout->addLayout(who);
    layout->addWidget(m_details);
}

void EnvelopeView::setMessage(const imap::MessageSummaryPtr &message)
{
    m_message = message;
    m_flags = message->flags;
    m_gmailLabels = message->gmailLabels;
    const imap::Envelope &envelope = message->envelope;
    showSubject();

    QList<Person> from = imap::mime::people(envelope.from);
    if (from.isEmpty())
        from = imap::mime::people(envelope.sender);
    QLayout *flow = m_from->layout();
    while (QLayoutItem *item = flow->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    m_portrait->setPerson(from.value(0));
    for (qsizetype i = 0; i < qMin<qsizetype>(from.size(), 5); ++i) {
        auto *chip = new PersonChip(from.at(i), m_from);
        chip->setFont(semibold(font()));
        chip->setFull(from.size() == 1);
        flow->addWidget(chip);
        chip->show();
    }
    if (from.isEmpty()) {
        auto *nobody = new QLabel(tr("(no sender)"), m_from);
        flow->addWidget(nobody);
        nobody->show();
    }
    showPeople();
    showDate();
    showFlags();
    if (m_more->isChecked())
        fillDetails();
}

void EnvelopeView::showPeople()
{
    const imap::Envelope &envelope = m_message->envelope;
    const auto people = [this](const QList<imap::Address> &addresses) {
        return m_compact ? QList<Person>() : imap::mime::people(addresses);
    };
    m_to->setPeople(people(envelope.to));
    m_cc->setPeople(people(envelope.cc));
    m_bcc->setPeople(people(envelope.bcc));
    // Servers fill Reply-To with From where there is none (RFC 9051, 7.5.2): only another one says something.
    const QList<Person> replyTo = people(envelope.replyTo);
    m_replyTo->setPeople(sameAddresses(replyTo, imap::mime::people(envelope.from)) ? QList<Person>()
                                                                                   : replyTo);
}

void EnvelopeView::setCompact(bool compact)
{
    if (compact == m_compact)
        return;
    m_compact = compact;
    m_portrait->setVisible(!compact);
    layout()->setContentsMargins(2 * gap, compact ? gap : 2 * gap, gap + grid, compact ? grid : gap);
    layout()->setSpacing(compact ? grid : gap);
    if (!m_message)
        return;
    showPeople();
    showFlags();
    if (m_more->isChecked())
        fillDetails();
}

void EnvelopeView::showSubject()
{
    const QString subject = imap::mime::decodeHeader(m_message->envelope.subject.value_or(QByteArray()));
    const bool none = subject.isEmpty();
    QString shown = none ? tr("(no subject)") : subject;
    if (shown.size() > longSubject)
        shown = shown.left(longSubject) + QChar(0x2026);
    m_subject->setText(breakable(shown));
    m_subject->setToolTip(shown.size() < subject.size() ? plainTip(subject.left(2000)) : QString());
    m_subject->setForegroundRole(none ? QPalette::PlaceholderText : QPalette::Text);
    m_subject->setAlignment((subject.isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute |
                            Qt::AlignTop);
    if (none)
        m_subject->setAlignment(Qt::AlignLeading | Qt::AlignTop);
}

void EnvelopeView::setFlags(const imap::FlagSet &flags, const QStringList &gmailLabels)
{
    if (!m_message || (flags == m_flags && gmailLabels == m_gmailLabels))
        return;
    m_flags = flags;
    m_gmailLabels = gmailLabels;
    showFlags();
}

void EnvelopeView::setReadOnly(const QString &reason)
{
    m_readOnly = reason;
    showFlags();
}

void EnvelopeView::showFlags()
{
    const bool starred = m_flags.contains(imap::flags::Flagged);
    const bool read = m_flags.contains(imap::flags::Seen);
    m_star->setChecked(starred);
    m_star->setIcon(icon(starred ? QStringLiteral("starred") : QStringLiteral("non-starred")));
    m_read->setIcon(icon(read ? QStringLiteral("mail-read") : QStringLiteral("mail-unread")));
    const QString starText = starred ? tr("Remove the star") : tr("Add a star");
    const QString readText = read ? tr("Mark as unread") : tr("Mark as read");
    m_star->setToolTip(m_readOnly.isEmpty() ? starText : plainTip(m_readOnly));
    m_read->setToolTip(m_readOnly.isEmpty() ? readText : plainTip(m_readOnly));
    m_star->setAccessibleName(starText);
    m_read->setAccessibleName(readText);
    m_star->setEnabled(m_readOnly.isEmpty());
    m_read->setEnabled(m_readOnly.isEmpty());

    QLayout *flow = m_labels->layout();
    while (QLayoutItem *item = flow->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QList<Label> labels = labelsOf(m_flags, m_gmailLabels);
    for (const Label &label : labels) {
        auto *chip = new LabelChip(label, m_labels);
        flow->addWidget(chip);
        chip->show();
    }
    m_labels->setVisible(!labels.isEmpty() && !m_compact);
}

void EnvelopeView::showDate()
{
    const QDateTime sent = sentDate(*m_message);
    const QDateTime now = m_now.isValid() ? m_now : QDateTime::currentDateTime();
    m_date->setText(sent.isValid() ? readerDate(sent, now) : tr("(no date)"));
    QStringList lines;
    if (sent.isValid()) {
        lines << tr("Sent: %1").arg(exactDate(sent));
        if (sent.offsetFromUtc() != sent.toLocalTime().offsetFromUtc())
            lines << tr("Here: %1").arg(exactDate(sent.toLocalTime()));
    }
    if (m_message->internalDate.isValid())
        lines << tr("Arrived: %1").arg(exactDate(m_message->internalDate.toLocalTime()));
    m_date->setToolTip(lines.join(QLatin1Char('\n')));
}

bool EnvelopeView::detailsShown() const
{
    return m_more->isChecked();
}

void EnvelopeView::showDetails(bool on)
{
    m_more->setChecked(on);
    m_more->setIcon(icon(on ? QStringLiteral("go-down") : QStringLiteral("go-next")));
    if (on && m_message)
        fillDetails();
    m_details->setVisible(on);
}

void EnvelopeView::fillDetails()
{
    QStringList lines = m_date->toolTip().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const auto add = [&lines](const QString &label, const QByteArray &raw) {
        const QString value = imap::mime::decodeHeader(raw.left(2000));
        if (!value.isEmpty())
            lines << QStringLiteral("%1: %2").arg(label, value);
    };
    const imap::Envelope &envelope = m_message->envelope;
    add(tr("Message-ID"), envelope.messageId.value_or(QByteArray()));
    add(tr("In reply to"), envelope.inReplyTo.value_or(QByteArray()));
    if (m_compact) {
        const auto list = [&lines](const QString &label, const QList<imap::Address> &addresses) {
            const QString names = imap::mime::correspondents(addresses, 30);
            if (!names.isEmpty())
                lines << QStringLiteral("%1: %2").arg(label, names);
        };
        list(tr("To"), envelope.to);
        list(tr("Copy"), envelope.cc);
        list(tr("Blind copy"), envelope.bcc);
    }
    const QList<Person> sender = imap::mime::people(envelope.sender);
    if (!sender.isEmpty() && !sameAddresses(sender, imap::mime::people(envelope.from)))
        lines << tr("Sent by: %1").arg(sender.first().full());
    lines << tr("Size: %1").arg(sizeText(m_message->size));
    lines << tr("UID: %1").arg(m_message->uid.value);
    QStringList flags;
    for (const imap::Flag &flag : m_flags)
        flags << imap::mime::decodeHeader(flag.name());
    if (!flags.isEmpty())
        lines << tr("Flags: %1").arg(flags.join(QStringLiteral(", ")));
    m_details->setText(lines.join(QLatin1Char('\n')));
}

void EnvelopeView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_subject->setFont(semibold(scaledFont(font(), titleType)));
        m_details->setFont(scaledFont(font(), 0.92));
    }
}

} // namespace ui
