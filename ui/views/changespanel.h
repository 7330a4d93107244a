#pragma once

#include "ui/models/journalmodel.h"
#include "ui/views/changedelegate.h"

#include <QWidget>

class QButtonGroup;
class QLineEdit;
class QListView;
class QStackedLayout;

namespace ui
{

class ChangesFilter;
class StatePage;

/// What was changed and what became of it, from the journals of all accounts: what waits, what failed and
/// why, what is done; each can be tried again, dropped or taken back where that makes sense.
class ChangesPanel : public QWidget
{
    Q_OBJECT
public:
    enum class Show { All, Waiting, Failed, Done };

    explicit ChangesPanel(JournalModel *journal, QWidget *parent = nullptr);

    Show shown() const;
    void setShown(Show which);
    QListView *view() const { return m_view; }
    QSize sizeHint() const override { return {600, 220}; }

Q_SIGNALS:
    void retryWanted(imap::AccountHandle *account, quint64 operation);
    void dropWanted(imap::AccountHandle *account, quint64 operation);
    void undoWanted(imap::AccountHandle *account, quint64 operation);
    void detailsWanted(imap::AccountHandle *account, quint64 operation);
    void closeWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeBar();
    void press(const QPoint &position);
    void openMenu(const QPoint &position);
    ChangeDelegate::Part partAt(const QPoint &position) const;
    void act(const QModelIndex &index, ChangeDelegate::Part part);
    void showEmptiness();
    int journalRow(const QModelIndex &index) const;

    JournalModel *m_journal;
    ChangesFilter *m_filter;
    ChangeDelegate *m_delegate;
    QListView *m_view;
    StatePage *m_empty;
    QStackedLayout *m_pages;
    QButtonGroup *m_states;
    QLineEdit *m_words;
    bool m_doubled = false; ///< the release to come ends a double click
};

} // namespace ui
