#include "ui/views/attachmentactions.h"

#include "mime/partdecoder.h"
#include "ui/support/confirmation.h"
#include "ui/support/errortext.h"
#include "ui/support/onfinished.h"
#include "ui/views/attachmentstrip.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>
#include <QSaveFile>
#include <QStandardPaths>

namespace ui
{

using imap::mime::AttachmentInfo;

namespace
{

constexpr const char *riskyExtensions = " action ade adp apk app appimage application appref-ms bas bash bat "
                                        "bin bundle chm class cmd com command cpl "
                                        "csh csproj deb desktop dll docm dotm dmg elf exe fish gadget hlp "
                                        "hta htm html inf ins iso isp jar js jse jnlp "
                                        "ksh lib lnk lua mde mhtml msc msh mshxml msi msp mst ocx ops osx "
                                        "out pcd pif pkg pl potm ppam ppsm pptm prf "
                                        "prg ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psm1 py pyc pyo pyw rb reg "
                                        "rpm run scf scpt scr sct service sh shb "
                                        "shs shtml snap so svg sys tcl tcsh url vb vbe vbp vbs vxd workflow "
                                        "ws wsc wsf wsh xbap xhtml xla xlam xlsm "
                                        "xltm xml xsl zsh ";

constexpr const char *riskyTypes[] = {"application/x-executable",  "application/x-sharedlib",
                                      "application/x-shellscript", "application/x-desktop",
                                      "application/x-msdownload",  "application/x-ms-dos-executable",
                                      "application/javascript",    "text/javascript",
                                      "application/java-archive",  "application/x-python-code",
                                      "application/vnd.appimage",  "text/html",
                                      "application/xhtml+xml",     "image/svg+xml",
                                      "application/vnd.flatpak",   "application/x-perl"};

} // namespace

bool isRisky(const QString &fileName, const QByteArray &mimeType)
{
    // Windows and some desktops ignore dots and spaces at the end of a name.
    QString name = fileName.toLower();
    while (name.endsWith(QLatin1Char('.')) || name.endsWith(QLatin1Char(' ')))
        name.chop(1);
    const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
    const QString extension = dot < 0 ? QString() : name.mid(dot + 1);
    if (!extension.isEmpty() && !extension.contains(QLatin1Char(' ')) &&
        QString::fromLatin1(riskyExtensions).contains(QStringLiteral(" %1 ").arg(extension)))
        return true;
    return std::any_of(std::begin(riskyTypes), std::end(riskyTypes),
                       [&](const char *type) { return mimeType == type; });
}

AttachmentActions::AttachmentActions(AttachmentStrip *strip, QWidget *window)
    : QObject(strip)
    , m_strip(strip)
    , m_window(window)
    , m_open([](const QUrl &url) { return QDesktopServices::openUrl(url); })
{
    m_chooseFile = [this](const QString &proposal, const std::function<void(const QString &)> &chosen) {
        auto *dialog = new QFileDialog(m_window, tr("Save Attachment"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
        dialog->selectFile(proposal);
        connect(dialog, &QFileDialog::fileSelected, this, chosen);
        dialog->open();
    };
    m_chooseFolder = [this](const QString &, const std::function<void(const QString &)> &chosen) {
        auto *dialog = new QFileDialog(m_window, tr("Save All Attachments"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
        connect(dialog, &QFileDialog::fileSelected, this, chosen);
        dialog->open();
    };
    connect(strip, &AttachmentStrip::openWanted, this, &AttachmentActions::open);
    connect(strip, &AttachmentStrip::saveWanted, this, &AttachmentActions::save);
    connect(strip, &AttachmentStrip::saveAllWanted, this, &AttachmentActions::saveAll);
}

AttachmentActions::~AttachmentActions()
{
    if (!m_opened)
        return;
    // They were made read-only, which must not keep them from being removed.
    const QFileInfoList files = QDir(m_opened->path()).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files)
        QFile::setPermissions(file.filePath(), QFile::ReadOwner | QFile::WriteOwner);
}

void AttachmentActions::setMessage(imap::AccountHandle *handle, const imap::MailboxName &folder,
                                   imap::Uid uid)
{
    ++m_message;
    m_handle = handle;
    m_folder = folder;
    m_uid = uid;
}

void AttachmentActions::fetch(const AttachmentInfo &attachment, Use use)
{
    if (!m_handle)
        return;
    const quint64 message = m_message;
    m_strip->setProblem({});
    m_strip->setBusy(attachment.section, true);
    onFinished(
        m_handle->fetchSections(m_folder, m_uid, {attachment.section}), this,
        [this, attachment, use, message](const imap::MessageBody &body) {
            if (message == m_message)
                m_strip->setBusy(attachment.section, false);
            const auto found = body.sections.constFind(attachment.section);
            if (found == body.sections.constEnd()) {
                if (message == m_message)
                    m_strip->setProblem(tr("The server did not send “%1”.").arg(attachment.fileName));
                return;
            }
            use(imap::mime::decodeTransfer(*found, attachment.encoding));
        },
        [this, attachment, message](const imap::Error &error) {
            if (message != m_message)
                return;
            m_strip->setBusy(attachment.section, false);
            m_strip->setProblem(
                tr("“%1” could not be loaded. %2").arg(attachment.fileName, errorText(error).what));
        });
}

void AttachmentActions::open(const AttachmentInfo &attachment)
{
    if (!isRisky(attachment.fileName, attachment.mimeType)) {
        openNow(attachment);
        return;
    }
    const Confirmation question{
        .name = QStringLiteral("riskQuestion"),
        .title = tr("Open Attachment"),
        .text = tr("“%1” may run as a program or load things from the network.").arg(attachment.fileName),
        .more = tr("Open it only if you expected it and know who sent it. A name in “From” is no proof."),
        .verb = tr("&Open Anyway"),
        .icon = QMessageBox::Warning,
        .role = QMessageBox::AcceptRole,
    };
    confirm(m_window, this, question, [this, attachment, message = m_message] {
        if (message == m_message)
            openNow(attachment);
    });
}

void AttachmentActions::openNow(const AttachmentInfo &attachment)
{
    fetch(attachment, [this, attachment](const QByteArray &bytes) {
        if (!m_opened)
            m_opened = std::make_unique<QTemporaryDir>(
                QDir(QDir::tempPath()).filePath(QStringLiteral("postrider-XXXXXX")));
        if (!m_opened->isValid()) {
            m_strip->setProblem(tr("There is no room for temporary files: %1").arg(m_opened->errorString()));
            return;
        }
        QString path = m_opened->filePath(attachment.fileName);
        for (int i = 2; QFileInfo::exists(path); ++i)
            path = m_opened->filePath(QStringLiteral("%1-%2").arg(i).arg(attachment.fileName));
        if (!write(path, bytes, false))
            return;
        // Read-only: changes to it would be lost without a word.
        QFile::setPermissions(path, QFile::ReadOwner);
        if (!m_open(QUrl::fromLocalFile(path)))
            m_strip->setProblem(
                tr("No program on this computer opens “%1”. You can save it.").arg(attachment.fileName));
    });
}

void AttachmentActions::save(const AttachmentInfo &attachment)
{
    const quint64 message = m_message;
    m_chooseFile(attachment.fileName, [this, attachment, message](const QString &path) {
        if (path.isEmpty() || message != m_message)
            return;
        fetch(attachment, [this, path](const QByteArray &bytes) {
            if (write(path, bytes, true))
                Q_EMIT saved(1, QFileInfo(path).absolutePath());
        });
    });
}

void AttachmentActions::saveAll()
{
    const quint64 message = m_message;
    m_chooseFolder({}, [this, message](const QString &folder) {
        if (!folder.isEmpty() && message == m_message)
            saveInto(folder, 0, 0);
    });
}

void AttachmentActions::saveInto(const QString &folder, qsizetype next, int done)
{
    if (next >= m_strip->attachments().size()) {
        if (done > 0)
            Q_EMIT saved(done, folder);
        return;
    }
    const AttachmentInfo attachment = m_strip->attachments().at(next);
    const quint64 message = m_message;
    fetch(attachment, [this, attachment, folder, next, done, message](const QByteArray &bytes) {
        QString path = QDir(folder).filePath(attachment.fileName);
        const QFileInfo info(path);
        for (int i = 2; QFileInfo::exists(path); ++i) {
            const QString suffix = info.suffix().isEmpty() ? QString() : QLatin1Char('.') + info.suffix();
            path = QDir(folder).filePath(
                QStringLiteral("%1 (%2)%3").arg(info.completeBaseName()).arg(i).arg(suffix));
        }
        if (write(path, bytes, false) && message == m_message)
            saveInto(folder, next + 1, done + 1);
    });
}

bool AttachmentActions::write(const QString &path, const QByteArray &bytes, bool replace)
{
    QString problem;
    if (replace) {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
            return true;
        problem = file.errorString();
    } else {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly) && file.write(bytes) == bytes.size() &&
            file.flush())
            return true;
        problem = file.errorString();
    }
    m_strip->setProblem(tr("“%1” could not be written: %2").arg(QFileInfo(path).fileName(), problem));
    return false;
}

} // namespace ui
