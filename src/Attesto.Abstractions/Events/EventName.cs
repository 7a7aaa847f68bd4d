using System.Text.Json.Serialization;

namespace Attesto;

/// <summary>The closed set of events. The member's JSON name is the event's name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventName>))]
public enum EventName
{
    /// <summary>An access token was issued (RFC 6749 §5.1).</summary>
    [JsonStringEnumMemberName("token_issued")] TokenIssued,

    /// <summary>A token request was refused (RFC 6749 §5.2).</summary>
    [JsonStringEnumMemberName("token_denied")] TokenDenied,

    /// <summary>An authorization code was issued (RFC 6749 §4.1.2).</summary>
    [JsonStringEnumMemberName("code_issued")] CodeIssued,

    /// <summary>The person refused an authorization request (RFC 6749 §4.1.2.1).</summary>
    [JsonStringEnumMemberName("authorization_denied")] AuthorizationDenied,

    /// <summary>An authorization request failed before a code was issued (RFC 6749 §4.1.2.1).</summary>
    [JsonStringEnumMemberName("authorization_failed")] AuthorizationFailed,

    /// <summary>A token was revoked (RFC 7009).</summary>
    [JsonStringEnumMemberName("token_revoked")] TokenRevoked,

    /// <summary>The first refresh token of a grant was issued (RFC 6749 §5.1).</summary>
    [JsonStringEnumMemberName("refresh_issued")] RefreshIssued,

    /// <summary>A refresh token was exchanged for its successor (RFC 6749 §6).</summary>
    [JsonStringEnumMemberName("refresh_rotated")] RefreshRotated,

    /// <summary>A spent refresh token came back within its grace period, and got the same successor: a lost answer, or requests side by side.</summary>
    [JsonStringEnumMemberName("refresh_retried")] RefreshRetried,

    /// <summary>A spent refresh token came back outside its grace period (RFC 9700 §4.14).</summary>
    [JsonStringEnumMemberName("refresh_reuse_detected")] RefreshReuseDetected,

    /// <summary>An access token was accepted at a protected resource (RFC 6750 §2).</summary>
    [JsonStringEnumMemberName("auth_succeeded")] AuthSucceeded,

    /// <summary>A request to a protected resource was refused (RFC 6750 §3.1).</summary>
    [JsonStringEnumMemberName("auth_denied")] AuthDenied,

    /// <summary>A sign-in failed at the host's page: the password or the name was wrong, or there were too many attempts.</summary>
    [JsonStringEnumMemberName("sign_in_failed")] SignInFailed,

    /// <summary>A client registered itself (RFC 7591 §3.2.1).</summary>
    [JsonStringEnumMemberName("client_registered")] ClientRegistered,

    /// <summary>Somebody who looks after the server added a client.</summary>
    [JsonStringEnumMemberName("client_added")] ClientAdded,

    /// <summary>Somebody changed a client; <c>change</c> in the metadata says what.</summary>
    [JsonStringEnumMemberName("client_changed")] ClientChanged,

    /// <summary>Somebody deleted a client.</summary>
    [JsonStringEnumMemberName("client_removed")] ClientRemoved,

    /// <summary>Somebody who looks after the server added a scope to the database; <c>scope</c> in the metadata names it.</summary>
    [JsonStringEnumMemberName("scope_added")] ScopeAdded,

    /// <summary>Somebody changed a scope; <c>fields</c> in the metadata says what of it.</summary>
    [JsonStringEnumMemberName("scope_changed")] ScopeChanged,

    /// <summary>Somebody deleted a scope.</summary>
    [JsonStringEnumMemberName("scope_removed")] ScopeRemoved,

    /// <summary>Somebody who looks after the server added an API to the database; <c>api</c> in the metadata names it.</summary>
    [JsonStringEnumMemberName("api_added")] ApiAdded,

    /// <summary>Somebody changed an API; <c>fields</c> in the metadata says what of it.</summary>
    [JsonStringEnumMemberName("api_changed")] ApiChanged,

    /// <summary>Somebody deleted an API.</summary>
    [JsonStringEnumMemberName("api_removed")] ApiRemoved,

    /// <summary>Somebody began a rotation of signing keys before it was due.</summary>
    [JsonStringEnumMemberName("key_rotated")] KeyRotated,

    /// <summary>Somebody took a signing key out.</summary>
    [JsonStringEnumMemberName("key_retired")] KeyRetired,

    /// <summary>Somebody ended the grants of a person, a client or a session: <c>actor</c> says who, it may be the person.</summary>
    [JsonStringEnumMemberName("grants_ended")] GrantsEnded,
}
