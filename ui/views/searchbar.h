#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QToolButton;

namespace ui
{

/// Above what a search found: where was searched, how much was found, how far that can be trusted, and the
/// way to the server. A thin line moves while somebody searches.
class SearchBar : public QWidget
{
    Q_OBJECT
public:
    explicit SearchBar(QWidget *parent = nullptr);

    /// Shows where is searched; its menu is the caller's to fill.
    QToolButton *scopeButton() const { return m_scope; }
    void setScope(const QString &words);
    void setWords(const QString &count, const QString &note); ///< `note` may be empty
    QString countText() const;
    QString noteText() const;
    void setBusy(bool busy);
    /// Has the server search; hidden by default.
    QToolButton *serverButton() const { return m_server; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showScope();
    void dress();

    QToolButton *m_scope;
    QToolButton *m_server;
    QLabel *m_count;
    QLabel *m_note;
    QString m_scopeWords;
    QTimer m_motion;
    int m_step = 0;
};

} // namespace ui
