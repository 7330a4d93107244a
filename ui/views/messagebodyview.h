#pragma once

#include "mime/textbody.h"
#include "types/message.h"
#include "ui/views/bodybuilder.h"

#include <QSet>
#include <QTextBrowser>
#include <QTimer>
#include <memory>

namespace ui
{

/// The text of a mail, typeset for reading: one column of at most 78 characters, quotes with bars, links that
/// are shown before they are followed. Nothing is ever loaded from anywhere but the message itself.
class MessageBodyView : public QTextBrowser
{
    Q_OBJECT
public:
    explicit MessageBodyView(QWidget *parent = nullptr);
    ~MessageBodyView() override;

    /// `message` holds the pictures that belong into the text.
    void setBody(const imap::mime::TextBody &body, const imap::MessageBody &message);
    void clearBody();
    const imap::mime::TextBody &body() const { return m_body; }

    /// 1 is the system's size; bounded to 0.5 .. 4.
    void setZoom(qreal factor);
    qreal zoom() const { return m_zoom; }

    /// Whether parts of a long message are still offered behind a "show all".
    bool hasMore() const;
    void showAll();

Q_SIGNALS:
    /// The pointer or the keyboard is on a link; empty when it left.
    void linkHovered(const QString &target);
    /// A person followed a link: http, https or mailto.
    void linkActivated(const QUrl &target);
    /// A person wants a part that was left out.
    void sectionWanted(const QByteArray &section);
    void zoomChanged(qreal factor);

protected:
    QVariant loadResource(int type, const QUrl &name) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void rebuild();
    void addChunk();
    void layoutColumn();
    int columnWidth() const;
    void anchorFollowed(const QUrl &url);
    QImage picture(const QByteArray &section) const;

    imap::mime::TextBody m_body;
    imap::MessageBody m_message;
    QHash<QByteArray, QByteArray> m_encodings; ///< of the sections that may be pictures
    QSet<qsizetype> m_toggled;
    std::unique_ptr<BodyBuilder> m_builder;
    QTimer m_chunks;
    qreal m_zoom = 1;
    bool m_all = false;
    bool m_building = false;
};

} // namespace ui
