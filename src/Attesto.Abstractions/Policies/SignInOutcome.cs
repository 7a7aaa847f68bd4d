using System.Collections.Immutable;

namespace Attesto;

/// <summary>What came of asking the host who is at the browser. A closed set.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>Someone is signed in, freshly enough for the request.</summary>
    /// <param name="Subject">The host's own identifier of the person: 1 to 255 characters.</param>
    /// <exception cref="ArgumentException">The subject is empty or longer.</exception>
    public sealed record Authenticated(string Subject) : SignInOutcome
    {
        private const int MaxLength = 255; // of a sub (OpenID Connect Core §2)
        private const int MaxStampLength = 64;

        /// <summary>The host's own identifier of the person: 1 to 255 characters.</summary>
        public string Subject { get; init; } = Subject is { Length: > 0 and <= MaxLength }
            ? Subject
            : throw new ArgumentException($"A subject has 1 to {MaxLength} characters (OpenID Connect Core §2).", nameof(Subject));

        /// <summary>What pages call the person, so that they see whose account it is; null shows nothing.</summary>
        public string? DisplayName { get; init; }

        /// <summary>When the person was authenticated; null if the host cannot say.</summary>
        public DateTimeOffset? AuthTime { get; init; }

        /// <summary>How strongly (OpenID Connect Core §2), or null.</summary>
        public string? Acr { get; init; }

        /// <summary>By which methods (RFC 8176); possibly empty.</summary>
        public ImmutableArray<string> Amr { get; init; } = [];

        /// <summary>The <c>sid</c> of the browser session, stable for as long as it lasts, or null.</summary>
        public string? SessionId { get; init; }

        /// <summary>What changes when everything ends that this sign-in grants, such as a hash of the account's security stamp: it comes back with
        /// <see cref="PrincipalContext.Authorization"/> whenever the principal policy is asked. At most 64 characters; null if the host needs none.</summary>
        /// <exception cref="ArgumentException">It is longer.</exception>
        public string? SecurityStamp
        {
            get;
            init => field = value is null or { Length: <= MaxStampLength }
                ? value
                : throw new ArgumentException($"A security stamp has at most {MaxStampLength} characters; a hash of it will do.", nameof(value));
        }
    }

    /// <summary>The host answers the browser itself, usually with its sign-in page, and comes back to the same request later.</summary>
    /// <param name="Response">The host's response, rendered by the transport as it is.</param>
    public sealed record Handled(object Response) : SignInOutcome;

    /// <summary>Nobody is signed in.</summary>
    public sealed record Unauthenticated : SignInOutcome;

    /// <summary>The request cannot be met as asked (OpenID Connect Core §3.1.2.6), or the person cancelled.</summary>
    /// <param name="Code"><c>login_required</c>, <c>consent_required</c>, <c>interaction_required</c>, <c>account_selection_required</c> or <c>access_denied</c>.</param>
    public sealed record Refused(string Code) : SignInOutcome;
}
