#include "ui/views/readerpane.h"

#include "mime/attachments.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/onfinished.h"
#include "ui/support/theme.h"
#include "ui/views/attachmentactions.h"
#include "ui/views/attachmentstrip.h"
#include "ui/views/bodytext.h"
#include "ui/views/envelopeview.h"
#include "ui/views/findbar.h"
#include "ui/views/messagebodyview.h"
#include "ui/views/statepage.h"

#include <QApplication>
#include <QPainter>
#include <QPromise>
#include <QStackedWidget>
#include <QThreadPool>
#include <QVBoxLayout>

namespace ui
{
namespace
{

constexpr int skeletonDelayMs = 150;
constexpr int roomyHeight = 340;            ///< below that the head is shortened in favour of the text
constexpr qsizetype quickBytes = 48 * 1024; ///< more than this is made text of in another thread

QFuture<imap::mime::TextBody> textInBackground(const imap::MessageBody &body,
                                               imap::mime::Preference preference)
{
    auto promise = std::make_shared<QPromise<imap::mime::TextBody>>();
    promise->start();
    QFuture<imap::mime::TextBody> future = promise->future();
    QThreadPool::globalInstance()->start([promise, body, preference] {
        try {
            promise->addResult(imap::mime::textBody(body, preference));
        } catch (...) {
            promise->setException(std::current_exception());
        }
        promise->finish();
    });
    return future;
}

class HairLine : public QWidget
{
public:
    explicit HairLine(QWidget *parent)
        : QWidget(parent)
    {
        setFixedHeight(1);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), hairline(palette()));
    }
};

} // namespace

ReaderPane::ReaderPane(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_state(new StatePage(m_pages))
    , m_reading(new QWidget(m_pages))
    , m_envelope(new EnvelopeView(m_reading))
    , m_attachments(new AttachmentStrip(m_reading))
    , m_attachmentActions(new AttachmentActions(m_attachments, this))
    , m_textPages(new QStackedWidget(m_reading))
    , m_blank(new QWidget(m_textPages))
    , m_skeleton(new Skeleton(m_textPages))
    , m_textState(new StatePage(m_textPages))
    , m_body(new MessageBodyView(m_textPages))
    , m_find(new FindBar(m_body, m_reading))
{
    setObjectName(QStringLiteral("reader"));
    // The whole pane is paper.
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    buildLayout();
    m_markRead.setSingleShot(true);
    m_skeletonDelay.setSingleShot(true);
    m_skeletonDelay.setInterval(skeletonDelayMs);
    connect(&m_markRead, &QTimer::timeout, this, [this] {
        if (m_message && m_content == Content::Message && isVisible())
            Q_EMIT markReadDue(m_folder, m_message->uid);
    });
    connect(&m_skeletonDelay, &QTimer::timeout, this, [this] {
        if (m_content == Content::Loading)
            m_textPages->setCurrentWidget(m_skeleton);
    });
    connect(m_envelope, &EnvelopeView::starToggled, this, &ReaderPane::starToggled);
    connect(m_envelope, &EnvelopeView::readToggled, this, [this](bool read) {
        m_markRead.stop(); // the person decided
        Q_EMIT readToggled(read);
    });
    connect(m_body, &MessageBodyView::linkHovered, this, [this](const QString &target) {
        Q_EMIT linkHovered(target.isEmpty() ? QString() : bodytext::linkForPeople(target));
    });
    connect(m_body, &MessageBodyView::linkActivated, this, &ReaderPane::linkActivated);
    connect(m_body, &MessageBodyView::sectionWanted, this,
            [this](const QByteArray &section) { fetch({section}); });
    connect(m_attachmentActions, &AttachmentActions::saved, this, &ReaderPane::attachmentsSaved);
    connect(m_attachmentActions, &AttachmentActions::failed, this, &ReaderPane::attachmentFailed);
    connect(m_textState, &StatePage::acted, this, &ReaderPane::retry);
    showNothing();
}

void ReaderPane::buildLayout()
{
    // The text gets what the head leaves; its pages must not squeeze the head.
    m_textPages->setMinimumSize(1, 64);
    m_state->setMinimumSize(1, 1);
    m_textPages->addWidget(m_blank);
    m_textPages->addWidget(m_skeleton);
    m_textPages->addWidget(m_textState);
    m_textPages->addWidget(m_body);
    auto *reading = new QVBoxLayout(m_reading);
    reading->setContentsMargins(0, 0, 0, 0);
    reading->setSpacing(0);
    reading->addWidget(m_envelope);
    reading->addWidget(m_attachments);
    reading->addWidget(new HairLine(m_reading));
    reading->addWidget(m_textPages, 1);
    reading->addWidget(m_find);
    m_pages->addWidget(m_state);
    m_pages->addWidget(m_reading);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
}

imap::Uid ReaderPane::uid() const
{
    return m_message ? m_message->uid : imap::Uid();
}

void ReaderPane::setContent(Content content)
{
    m_content = content;
    if (content != Content::Message)
        m_markRead.stop();
    if (content != Content::Loading)
        m_skeletonDelay.stop();
    Q_EMIT contentChanged();
}

void ReaderPane::showState(Content content, const QString &iconName, const QString &title,
                           const QString &text, const QString &details, const QString &action)
{
    // What is about the message stands under its head; what is not, takes the pane.
    StatePage *page = m_message ? m_textState : m_state;
    page->setWords({iconName, title, text, details, action});
    if (m_message) {
        m_textPages->setCurrentWidget(m_textState);
        m_pages->setCurrentWidget(m_reading);
    } else {
        m_pages->setCurrentWidget(m_state);
    }
    setContent(content);
}

void ReaderPane::showNothing()
{
    ++m_request;
    m_message.reset();
    m_fetched = {};
    m_find->hide();
    m_attachmentActions->setMessage(nullptr, {}, {});
    m_body->clearBody();
    showState(Content::Nothing, QStringLiteral("mail-read"), tr("No message selected"), {});
}

void ReaderPane::showSelection(qint64 count)
{
    ++m_request;
    m_message.reset();
    m_fetched = {};
    m_find->hide();
    m_attachmentActions->setMessage(nullptr, {}, {});
    m_body->clearBody();
    showState(Content::Several, QStringLiteral("mail-all"), tr("%1 messages selected").arg(countText(count)),
              tr("What you do now is done to all of them."));
}

void ReaderPane::showMessage(imap::AccountHandle *handle, const imap::MailboxName &folder,
                             const imap::MessageSummaryPtr &message)
{
    if (m_message && m_message->uid == message->uid && m_folder == folder && m_handle == handle &&
        m_content != Content::Failed) {
        updateMessage(folder, message);
        return;
    }
    m_handle = handle;
    m_folder = folder;
    m_message = message;
    m_fetched = {};
    m_extra.clear();
    m_find->hide();
    m_envelope->setMessage(message);
    m_envelope->setReadOnly(m_readOnly);
    m_attachmentActions->setMessage(handle, folder, message->uid);
    m_attachments->setAttachments(message->structure ? imap::mime::attachments(*message->structure)
                                                     : QList<imap::mime::AttachmentInfo>());
    m_pages->setCurrentWidget(m_reading);
    fetch();
}

void ReaderPane::updateMessage(const imap::MailboxName &folder, const imap::MessageSummaryPtr &message)
{
    if (!m_message || folder != m_folder || message->uid != m_message->uid)
        return;
    const bool structureCame = !m_message->structure && message->structure;
    m_message = message;
    m_envelope->setFlags(message->flags, message->gmailLabels);
    if (message->flags.contains(imap::flags::Seen))
        m_markRead.stop();
    if (structureCame && m_content != Content::Message)
        fetch();
}

void ReaderPane::followRename(const imap::MailboxName &folder)
{
    m_folder = folder;
    m_attachmentActions->followRename(folder);
}

void ReaderPane::messageGone(const imap::MailboxName &folder, imap::Uid uid)
{
    if (!m_message || folder != m_folder || uid != m_message->uid)
        return;
    ++m_request;
    m_envelope->setReadOnly(tr("The message was removed meanwhile."));
    // Who has the text before the eyes may read on; only the head says that it is gone.
    if (m_content == Content::Message) {
        setContent(Content::Gone);
        return;
    }
    showState(Content::Gone, QStringLiteral("user-trash"), tr("The message is gone"),
              tr("It was moved or deleted by another program."));
}

void ReaderPane::setOnline(bool online)
{
    const bool back = online && !m_online;
    m_online = online;
    if (back && m_content == Content::Failed)
        retry();
}

void ReaderPane::setReadOnly(const QString &reason)
{
    m_readOnly = reason;
    if (m_content != Content::Gone)
        m_envelope->setReadOnly(reason);
}

void ReaderPane::setMarkReadDelay(int milliseconds)
{
    m_markReadDelay = milliseconds;
    if (milliseconds < 0)
        m_markRead.stop();
}

void ReaderPane::setPreference(imap::mime::Preference preference)
{
    if (preference == m_preference)
        return;
    m_preference = preference;
    if (m_message && m_content == Content::Message)
        fetch();
}

void ReaderPane::retry()
{
    if (m_message)
        fetch();
}

void ReaderPane::fetch(const QList<QByteArray> &extra)
{
    const quint64 request = ++m_request;
    m_extra += extra;
    // With the text already there, a further part replaces it when it comes; else nothing old may stay.
    if (extra.isEmpty()) {
        m_textPages->setCurrentWidget(m_blank);
        setContent(Content::Loading);
        m_skeletonDelay.start();
    }
    if (!m_handle) {
        fetchFailed(imap::LocalError(tr("The account was removed.")), request);
        return;
    }
    QList<QByteArray> sections;
    if (m_message->structure)
        sections = imap::mime::wantedSections(*m_message->structure, true, m_preference);
    for (const QByteArray &section : std::as_const(m_extra)) {
        if (!sections.contains(section))
            sections << section;
    }
    onFinished(
        m_handle->fetchSections(m_folder, m_message->uid, sections), this,
        [this, request](const imap::MessageBody &body) { bodyArrived(body, request); },
        [this, request](const imap::Error &error) { fetchFailed(error, request); });
}

void ReaderPane::bodyArrived(const imap::MessageBody &body, quint64 request)
{
    if (request != m_request)
        return;
    imap::MessageBody complete = body;
    if (!complete.structure)
        complete.structure = m_message->structure;
    if (!m_message->structure && complete.structure) {
        // The list did not know how the message is built; now that it is known, ask for the text.
        auto known = std::make_shared<imap::MessageSummary>(*m_message);
        known->structure = complete.structure;
        m_message = known;
        m_attachments->setAttachments(imap::mime::attachments(*known->structure));
        fetch();
        return;
    }
    qsizetype bytes = 0;
    for (const QByteArray &section : std::as_const(complete.sections))
        bytes += section.size();
    if (bytes <= quickBytes) {
        textArrived(imap::mime::textBody(complete, m_preference), complete, request);
        return;
    }
    onFinished(
        textInBackground(complete, m_preference), this,
        [this, complete, request](const imap::mime::TextBody &text) { textArrived(text, complete, request); },
        [this, request](const imap::Error &error) { fetchFailed(error, request); });
}

void ReaderPane::textArrived(const imap::mime::TextBody &text, const imap::MessageBody &body, quint64 request)
{
    if (request != m_request)
        return;
    m_fetched = body;
    const bool awaited = hasFocus() || m_textPages->isAncestorOf(QApplication::focusWidget());
    if (text.blocks.isEmpty()) {
        m_body->clearBody();
        const bool files = !m_attachments->attachments().isEmpty();
        m_textState->setWords({QStringLiteral("mail-message"),
                               tr("This message has no text"),
                               files ? tr("What it has are the files above.") : QString(),
                               {},
                               {}});
        m_textPages->setCurrentWidget(m_textState);
    } else {
        m_body->setBody(text, body);
        m_textPages->setCurrentWidget(m_body);
        if (awaited)
            focusText();
    }
    setContent(Content::Message);
    startMarkRead();
    Q_EMIT messageShown(m_folder, m_message->uid, body.fetchedBytes);
}

void ReaderPane::fetchFailed(const imap::Error &error, quint64 request)
{
    if (request != m_request)
        return;
    const QString server = m_handle ? m_handle->config().connection.host : QString();
    const ErrorText words = errorText(error, server);
    if (dynamic_cast<const imap::CommandError *>(&error) && m_online) {
        showState(Content::Failed, QStringLiteral("dialog-warning"), words.title,
                  tr("The message may have been moved or deleted by another program. %1").arg(words.what),
                  words.details, tr("Try &Again"));
        return;
    }
    if (dynamic_cast<const imap::AbortError *>(&error) || !m_online) {
        showState(
            Content::Failed, QStringLiteral("network-offline"), tr("Not on this computer yet"),
            tr("There is no connection, and the text was not loaded before. It is loaded as soon as the "
               "connection is back."),
            words.details, tr("Try &Again"));
        return;
    }
    showState(Content::Failed, QStringLiteral("dialog-warning"), words.title,
              words.advice.isEmpty() ? words.what : words.what + QLatin1Char(' ') + words.advice,
              words.details, tr("Try &Again"));
}

void ReaderPane::startMarkRead()
{
    m_markRead.stop();
    if (m_markReadDelay < 0 || !isVisible() || m_message->flags.contains(imap::flags::Seen))
        return;
    m_markRead.start(m_markReadDelay);
}

void ReaderPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_content == Content::Message && m_message)
        startMarkRead();
}

void ReaderPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_envelope->setCompact(height() < roomyHeight);
}

void ReaderPane::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_markRead.stop();
}

bool ReaderPane::showsText() const
{
    return m_textPages->currentWidget() == m_body && m_pages->currentWidget() == m_reading;
}

void ReaderPane::focusText()
{
    if (showsText())
        m_body->setFocus();
    else
        setFocus();
}

void ReaderPane::openFind()
{
    if (showsText())
        m_find->open();
}

void ReaderPane::zoom(int steps)
{
    m_body->setZoom(steps == 0 ? 1.0 : m_body->zoom() * (steps > 0 ? 1.1 : 1 / 1.1));
}

} // namespace ui
