#pragma once

#include "net/connectionsettings.h"
#include "types/cachelimits.h"
#include "types/fillpolicy.h"
#include "types/secret.h"

#include <QString>

namespace imap
{

/// One account as the user set it up. Holds no password: that lives with the CredentialSource.
struct AccountConfig {
    QString id;          ///< stable and unique in the profile; names the cache file: [a-z0-9-]+
    QString displayName; ///< what the folder tree shows
    QString user;
    QString authorizationId; ///< whom to act as (RFC 4616); empty: the user
    QString mechanism;       ///< forced SASL mechanism; empty: the best one offered
    ConnectionSettings connection;
    bool sendId = true; ///< tell the server our name and version (RFC 2971)
    /// Connections to the server at one time, at least 1: the one that people wait at, and others for what is
    /// done besides. A server may bear fewer, which is found out.
    int maximumConnections = 3;
    static constexpr int MostConnections = 20;
    FillPolicy fill;   ///< what is fetched before anybody asks
    CacheLimits cache; ///< how much of what was fetched is kept
    bool operator==(const AccountConfig &) const = default;
};

} // namespace imap
