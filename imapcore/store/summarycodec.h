#pragma once

#include "types/bodystructure.h"
#include "types/envelope.h"

#include <QByteArray>
#include <QByteArrayView>
#include <optional>

/// Envelopes and body structures as compact bytes: a version, then numbers of seven bits an octet and
/// counted strings. Common words ("text", "charset", "base64") take one octet, and coming back they share
/// one allocation, as do sender lists that equal the From list. Decoding takes any bytes: it answers
/// nullopt instead of going beyond them, and nests no deeper than MaxStructureDepth.
namespace imap::store
{

/// Deeper parts are left out when encoding. What the wire lets through is less deep.
constexpr int MaxStructureDepth = 128;

QByteArray encodeEnvelope(const Envelope &envelope);
std::optional<Envelope> decodeEnvelope(QByteArrayView bytes);

QByteArray encodeStructure(const BodyStructure &structure);
std::optional<BodyStructure> decodeStructure(QByteArrayView bytes);

} // namespace imap::store
