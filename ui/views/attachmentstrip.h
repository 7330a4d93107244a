#pragma once

#include "mime/attachments.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QToolButton;

namespace ui
{

/// The files of a message, above its text: name, size, type; each can be opened or saved. Says what is asked
/// for, does nothing itself.
class AttachmentStrip : public QWidget
{
    Q_OBJECT
public:
    explicit AttachmentStrip(QWidget *parent = nullptr);

    /// Hides itself when there is none to be shown as a file.
    void setAttachments(const QList<imap::mime::AttachmentInfo> &attachments);
    const QList<imap::mime::AttachmentInfo> &attachments() const { return m_attachments; }

    /// A download is under way, or over.
    void setBusy(const QByteArray &section, bool busy);
    /// A sentence under the strip; empty: none.
    void setProblem(const QString &text);

Q_SIGNALS:
    void openWanted(const imap::mime::AttachmentInfo &attachment);
    void saveWanted(const imap::mime::AttachmentInfo &attachment);
    void saveAllWanted();

private:
    void fill();
    QToolButton *makeButton(const imap::mime::AttachmentInfo &attachment);

    QWidget *m_files;
    QToolButton *m_saveAll;
    QLabel *m_problem;
    QList<imap::mime::AttachmentInfo> m_attachments;
    QHash<QByteArray, QToolButton *> m_buttons;
    bool m_unfolded = false;
};

} // namespace ui
