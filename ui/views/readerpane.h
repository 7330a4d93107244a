#pragma once

#include "account/accounthandle.h"
#include "mime/textbody.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace ui
{

class AttachmentActions;
class AttachmentStrip;
class EnvelopeView;
class FindBar;
class MessageBodyView;
class Skeleton;
class StatePage;

/// Where a message is read. Shows one message at a time, fetches what it needs through the account's handle,
/// and always says something true: nothing selected, loading, the message, or why it cannot be shown.
class ReaderPane : public QWidget
{
    Q_OBJECT
public:
    enum class Content { Nothing, Several, Loading, Message, Failed, Gone };

    explicit ReaderPane(QWidget *parent = nullptr);

    void showNothing();
    /// `count` messages are selected.
    void showSelection(qint64 count);
    void showMessage(imap::AccountHandle *handle, const imap::MailboxName &folder,
                     const imap::MessageSummaryPtr &message);
    /// The summary of the shown message changed; other messages are ignored.
    void updateMessage(const imap::MailboxName &folder, const imap::MessageSummaryPtr &message);
    /// The folder that it is in has another name from now on.
    void followRename(const imap::MailboxName &folder);
    /// It was removed elsewhere.
    void messageGone(const imap::MailboxName &folder, imap::Uid uid);
    /// Whether the account is reachable: decides between "offline" and "could not be loaded", and tries again
    /// what failed when the connection comes back.
    void setOnline(bool online);
    /// Why flags cannot be changed in this folder; empty: they can. Of a message that is gone they never can.
    void setReadOnly(const QString &reason);

    /// How long a message must have been shown before it counts as read; negative: never by itself.
    void setMarkReadDelay(int milliseconds);
    int markReadDelay() const { return m_markReadDelay; }
    void setPreference(imap::mime::Preference preference);

    Content content() const { return m_content; }
    imap::Uid uid() const;
    imap::MailboxName folder() const { return m_folder; }
    imap::AccountHandle *account() const { return m_handle; }
    EnvelopeView *envelope() const { return m_envelope; }
    MessageBodyView *body() const { return m_body; }
    AttachmentStrip *attachments() const { return m_attachments; }
    AttachmentActions *attachmentActions() const { return m_attachmentActions; }
    StatePage *statePage() const { return m_state; }

    /// The keys go to the text, as soon as it is there.
    void focusText();
    void openFind();
    void zoom(int steps); ///< 0: back to 100 %
    void retry();

Q_SIGNALS:
    void starToggled(bool on);
    void readToggled(bool read);
    /// The message was looked at long enough.
    void markReadDue(const imap::MailboxName &folder, imap::Uid uid);
    void linkHovered(const QString &words);
    /// A link that a person followed: http, https or mailto.
    void linkActivated(const QUrl &url);
    /// The text is in the view now; `fetchedBytes` came from the server for it.
    void messageShown(const imap::MailboxName &folder, imap::Uid uid, quint64 fetchedBytes);
    void contentChanged();
    void attachmentsSaved(int files, const QString &folder);
    /// An attachment of a message that is not shown any more could not be opened or saved.
    void attachmentFailed(const QString &words, const QString &details);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildLayout();
    void setContent(Content content);
    void showState(Content content, const QString &iconName, const QString &title, const QString &text,
                   const QString &details = {}, const QString &action = {});
    void fetch(const QList<QByteArray> &extra = {});
    void bodyArrived(const imap::MessageBody &body, quint64 request);
    void textArrived(const imap::mime::TextBody &text, const imap::MessageBody &body, quint64 request);
    void fetchFailed(const imap::Error &error, quint64 request);
    void startMarkRead();
    bool showsText() const;

    QPointer<imap::AccountHandle> m_handle;
    imap::MailboxName m_folder;
    imap::MessageSummaryPtr m_message;
    imap::MessageBody m_fetched;
    Content m_content = Content::Nothing;
    quint64 m_request = 0; ///< counts messages and tries; late answers carry an older number
    imap::mime::Preference m_preference = imap::mime::Preference::Plain;
    QList<QByteArray> m_extra;
    QString m_readOnly; ///< of the folder
    bool m_online = true;
    int m_markReadDelay = 1000;
    QTimer m_markRead;
    QTimer m_skeletonDelay;

    QStackedWidget *m_pages;
    StatePage *m_state;
    QWidget *m_reading;
    EnvelopeView *m_envelope;
    AttachmentStrip *m_attachments;
    AttachmentActions *m_attachmentActions;
    QStackedWidget *m_textPages;
    QWidget *m_blank;
    Skeleton *m_skeleton;
    StatePage *m_textState;
    MessageBodyView *m_body;
    FindBar *m_find;
};

} // namespace ui
