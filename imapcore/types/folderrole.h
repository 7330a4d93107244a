#pragma once

namespace imap
{

/// What a folder is for (RFC 6154), from the server or guessed by name.
enum class FolderRole { None, Inbox, Flagged, Important, Drafts, Sent, Archive, All, Junk, Trash };

} // namespace imap
