#pragma once

#include "ui/models/folderfacts.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace ui
{

/// All that is known of one folder, to be read and copied. The caller asks the server and tells the answer;
/// what is known without it is there at once.
class FolderProperties : public QDialog
{
    Q_OBJECT
public:
    explicit FolderProperties(const FolderFacts &facts, QWidget *parent = nullptr);

    /// The tree knows something else by now.
    void setInfo(const imap::FolderInfo &info);
    void setAsking();
    void setDetails(const imap::FolderDetails &details);
    /// The server was not reached or would not tell.
    void setProblem(const QString &text);

    const QList<FolderFactGroup> &shown() const { return m_shown; }

Q_SIGNALS:
    void refreshWanted();

private:
    void showFacts(const QList<FolderFactGroup> &groups);
    void showState(const QString &words, bool isProblem);
    void addFact(QGridLayout *grid, const FolderFact &fact);
    void copyAll();

    FolderFacts m_facts;
    QList<FolderFactGroup> m_shown;
    QScrollArea *m_scroll;
    QLabel *m_sign;
    QLabel *m_state;
    QPushButton *m_refresh;
};

} // namespace ui
