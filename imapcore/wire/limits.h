#pragma once

#include <QtGlobal>

namespace imap::wire
{

/// Bounds on what a server may send. Each exists because a server, broken or hostile, could otherwise take
/// all memory, disk or stack. A response over a limit is skipped and reported; the stream goes on behind it.
struct Limits {
    qint64 line = 16 * 1024 * 1024;      ///< octets of one response outside its literals
    qint64 literal = 64 * 1024 * 1024;   ///< octets of one literal
    qint64 response = 128 * 1024 * 1024; ///< octets of one response with the literals that are in memory
    qint64 spillOver = 256 * 1024;       ///< larger literals go elsewhere, if somebody takes them
    qint64 spilled = 16LL * 1024 * 1024 * 1024; ///< octets of one literal that goes elsewhere
    int literals = 100'000;                     ///< literals of one response
    int depth = 64;                             ///< nested parentheses, body parts and groups
    int listItems = 1'000'000;                  ///< items of one list
    /// What the values of one response may take in memory: so many times its octets, and a base that lets
    /// short ones be anything. "()" is two octets and as an address 128: a response of those alone would
    /// become 64 times as large. Real ones become up to nine times as large, lists of short addresses.
    qint64 memoryFactor = 16;
    qint64 memoryBase = 4 * 1024 * 1024;
};

} // namespace imap::wire
