#pragma once

#include "ui/mainwindow/deeds.h"
#include "ui/mainwindow/mailquestions.h"
#include "ui/mainwindow/operations.h"
#include "ui/mainwindow/specialfolders.h"
#include "ui/models/searchhits.h"

#include <functional>

class QItemSelection;

namespace ui
{

class MailSearch;
class ReaderPane;

/// What a person does to messages that a search found: of any folder and account, as one thing.
class HitDeeds : public Deeds
{
    Q_OBJECT
public:
    HitDeeds(MailSearch *search, const ReaderPane *reader, const FolderTreeModel *tree,
             Operations *operations, SpecialFolders *special, MailQuestions *questions, QObject *parent);

    void markRead(bool read) override;
    void star(bool on) override;
    void setFlag(const imap::Flag &flag, bool on) override;
    Chosen chosen() const override;
    QString flagReason(const imap::Flag &flag) const override;
    void setLabel(const QString &label, bool on) override;
    std::optional<QStringList> gmailLabels() const override;
    QString labelReason(const QString &label) const override;
    void toggleStar() override;
    void archive() override;
    void junk(bool isJunk) override;
    void remove() override;
    void purge() override;
    void chooseTarget(bool copy) override;
    void explain(Actions *actions) const override;

private:
    using Hits = QList<SearchHit>;
    /// Those of one folder.
    struct Part {
        imap::AccountHandle *account = nullptr;
        imap::MailboxName folder;
        imap::UidSet uids{};
    };
    using MakeChange = std::function<imap::Change(const Part &)>;

    static QList<Part> partsOf(const Hits &hits);
    void change(const Hits &hits, const MakeChange &make);
    void take(const Hits &hits, const MakeChange &make);
    void setFlag(const Hits &hits, const imap::Flag &flag, bool on);
    void moveToRole(const Hits &hits, imap::FolderRole role);
    void moveTo(const Hits &hits, const FolderChoice &target, bool copy);
    void removeHits(const Hits &hits);
    void purgeHits(const Hits &hits);
    bool isIn(const SearchHit &hit, imap::FolderRole role) const;
    bool wouldStar() const;

    MailSearch *m_search;
    const FolderTreeModel *m_tree;
    Operations *m_operations;
    SpecialFolders *m_special;
    MailQuestions *m_questions;
};

} // namespace ui
