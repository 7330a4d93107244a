#pragma once

#include <QDialog>
#include <QFuture>
#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ui
{

/// The protocol log: what was said to and by the server, redacted by the core. Not modal, so that the mail
/// can be used meanwhile; shows the end, where the news are.
class ProtocolLogDialog : public QDialog
{
    Q_OBJECT
public:
    using Fetch = std::function<QFuture<QString>()>;
    /// `fetch` is called at once and on each refresh; it may outlive what it asks (then it fails).
    ProtocolLogDialog(const QString &account, Fetch fetch, QWidget *parent = nullptr);

    QString text() const;
    void refresh();

private:
    Fetch m_fetch;
    QPlainTextEdit *m_text;
    QLabel *m_state;
    QPushButton *m_refresh;
};

/// What this program is.
class AboutDialog : public QDialog
{
    Q_OBJECT
public:
    explicit AboutDialog(QWidget *parent = nullptr);
};

} // namespace ui
