#pragma once

#include "types/journalentry.h"

#include <QDialog>

namespace ui
{

/// All that the journal knows of one change, to be read and copied.
class ChangeDetails : public QDialog
{
    Q_OBJECT
public:
    struct Words {
        QString what;  ///< changeWords()
        QString state; ///< stateWords()
        QString account;
        QString folder;
    };
    ChangeDetails(const imap::JournalEntry &entry, const Words &words, QWidget *parent = nullptr);
};

} // namespace ui
