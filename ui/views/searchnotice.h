#pragma once

#include "ui/models/searchmodel.h"
#include "ui/views/listnotice.h"

namespace ui
{

/// What the words are about.
struct SearchedPlace {
    QString folder;  ///< as the tree calls it
    QString account; ///< as the tree calls it
    QString server;  ///< its host
    bool online = false;
};

/// "This folder", "All accounts": as a place that is searched, with its name.
QString scopeName(SearchScope scope, const SearchedPlace &place);

/// How much was found, or that somebody is still at it.
QString foundText(const SearchStatus &status, int rows);
/// How far that can be trusted: what was not searched and why, or what went wrong. Empty: everything was.
QString searchedText(const SearchModel &search, const SearchedPlace &place);
/// In place of rows where there are none: what was searched for, and what else to try.
ListNotice noticeFor(const SearchModel &search, const SearchedPlace &place);

} // namespace ui
