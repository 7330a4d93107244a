#pragma once

#include "account/accounthandle.h"
#include "mime/attachments.h"

#include <QObject>
#include <QPointer>
#include <QTemporaryDir>
#include <QUrl>
#include <functional>
#include <memory>

namespace ui
{

class AttachmentStrip;

/// Whether opening such a file could do more than show it: programs, scripts, installers, documents with
/// macros, links and web pages.
bool isRisky(const QString &fileName, const QByteArray &mimeType);

/// Fetches, decodes, opens and saves the attachments that a strip shows. What was begun is brought to its end
/// whatever is shown meanwhile.
class AttachmentActions : public QObject
{
    Q_OBJECT
public:
    AttachmentActions(AttachmentStrip *strip, QWidget *window);
    ~AttachmentActions() override;

    /// Whose attachments the strip shows from now on; null: nobody's.
    void setMessage(imap::AccountHandle *handle, const imap::MailboxName &folder, imap::Uid uid);
    /// Its folder has another name from now on.
    void followRename(const imap::MailboxName &folder);

    /// How files are opened and where people want them; replaced in tests.
    using Open = std::function<bool(const QUrl &)>;
    using ChooseFile = std::function<void(const QString &proposal, std::function<void(const QString &)>)>;
    void setOpen(Open open) { m_open = std::move(open); }
    void setChooseFile(ChooseFile choose) { m_chooseFile = std::move(choose); }
    void setChooseFolder(ChooseFile choose) { m_chooseFolder = std::move(choose); }

    void open(const imap::mime::AttachmentInfo &attachment);
    void save(const imap::mime::AttachmentInfo &attachment);
    void saveAll();

Q_SIGNALS:
    /// Something was stored: for the toast.
    void saved(int files, const QString &folder);
    /// Something went wrong with a message that is not shown any more; of the shown one the strip tells.
    void failed(const QString &words, const QString &details);

private:
    /// The message whose attachments these are.
    struct Message {
        QPointer<imap::AccountHandle> account;
        imap::MailboxName folder;
        imap::Uid uid;
    };
    using MessagePtr = std::shared_ptr<Message>;
    struct Saving;
    using Use = std::function<void(const QByteArray &)>;
    using Fail = std::function<void(const QString &words, const QString &details)>;

    bool isShown(const MessagePtr &message) const;
    void tellProblem(const MessagePtr &message, const QString &words, const QString &details = {});
    void fetch(const MessagePtr &message, const imap::mime::AttachmentInfo &attachment, const Use &use,
               const Fail &fail);
    void openNow(const imap::mime::AttachmentInfo &attachment);
    void openFile(const MessagePtr &message, const QString &fileName, const QByteArray &bytes);
    void saveNext(const std::shared_ptr<Saving> &saving);
    void endSaving(const Saving &saving);

    AttachmentStrip *m_strip;
    QWidget *m_window;
    MessagePtr m_shown; ///< null: none
    std::unique_ptr<QTemporaryDir> m_opened;
    Open m_open;
    ChooseFile m_chooseFile;
    ChooseFile m_chooseFolder;
};

} // namespace ui
