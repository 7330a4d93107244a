#pragma once

#include "account/accounthandle.h"
#include "mime/attachments.h"

#include <QObject>
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

/// Fetches, decodes, opens and saves the attachments that a strip shows.
class AttachmentActions : public QObject
{
    Q_OBJECT
public:
    AttachmentActions(AttachmentStrip *strip, QWidget *window);
    ~AttachmentActions() override;

    void setMessage(imap::AccountHandle *handle, const imap::MailboxName &folder, imap::Uid uid);

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

private:
    using Use = std::function<void(const QByteArray &)>;
    void fetch(const imap::mime::AttachmentInfo &attachment, Use use);
    void openNow(const imap::mime::AttachmentInfo &attachment);
    void saveInto(const QString &folder, qsizetype next, int done);
    bool write(const QString &path, const QByteArray &bytes, bool replace);

    AttachmentStrip *m_strip;
    QWidget *m_window;
    imap::AccountHandle *m_handle = nullptr;
    imap::MailboxName m_folder;
    imap::Uid m_uid;
    quint64 m_message = 0; ///< counts messages, so that late answers are recognised
    std::unique_ptr<QTemporaryDir> m_opened;
    Open m_open;
    ChooseFile m_chooseFile;
    ChooseFile m_chooseFolder;
};

} // namespace ui
