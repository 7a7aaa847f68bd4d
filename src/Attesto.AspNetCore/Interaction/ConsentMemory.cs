using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>What people agreed to before, so that they are not asked again: by person, client, scope, resources and claims, for
/// <see cref="AuthorizationEndpointOptions.RememberConsentFor"/>. <see cref="ConsentForm.ReadAsync"/> fills it.</summary>
public sealed class ConsentMemory
{
    private readonly IConsentStore? _store;
    private readonly IOptions<AttestoOptions> _options;
    private readonly TimeProvider _clock;

    internal ConsentMemory(IConsentStore? store, IOptions<AttestoOptions> options, TimeProvider clock) => (_store, _options, _clock) = (store, options, clock);

    /// <summary>The consent that covers all of what is asked. The person is asked again where more is wanted, at <c>prompt=consent</c> (OpenID Connect Core
    /// §3.1.2.1), after a form that was refused, and always for a client that any program could pass for (RFC 6749 §10.2, RFC 8252 §8.6), unless
    /// <see cref="Client.RememberConsent"/> says otherwise.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; null if the person must be asked.</returns>
    public async ValueTask<ConsentOutcome?> FindAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(request);
        if (StoreFor(request) is not { } store || http.FormWasRefused() || request.Authorization!.Prompt.Contains(Prompts.Consent, StringComparer.Ordinal))
        {
            return null;
        }

        return await store.FindAsync(IdOf(request), cancellationToken) is { } consent && IsLiving(consent)
            && request.Scope.IsSubsetOf(consent.Scope) && request.Authorization.ClaimNames.All(name => consent.Claims.Contains(name, StringComparer.Ordinal))
                ? new ConsentOutcome.Granted()
                : null;
    }

    /// <summary>Remembers what a person agreed to, beside what they agreed to before; what the page showed and they left out is forgotten.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="agreed">The scope that the person agreed to.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>When it is done; nothing is remembered for a client that must ask every time.</returns>
    public async ValueTask KeepAsync(ConsentRequest request, ScopeSet agreed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(agreed);
        if (StoreFor(request) is not { } store)
        {
            return;
        }

        var stored = await store.FindAsync(IdOf(request), cancellationToken);
        while (!await store.ReplaceAsync(Merge(request, agreed, stored is not null && IsLiving(stored) ? stored : null), stored, cancellationToken))
        {
            stored = await store.FindAsync(IdOf(request), cancellationToken); // another page was answered, or the consent ended, at the same moment
        }
    }

    private Consent Merge(ConsentRequest request, ScopeSet agreed, Consent? before)
    {
        var (now, asked) = (_clock.GetUtcNow(), request.Authorization!.ClaimNames);
        var unasked = before?.Scope.Where(scope => !request.Scope.Contains(scope)).ToList() ?? [];
        var until = now + _options.Value.Authorization.RememberConsentFor;
        return new Consent
        {
            Subject = request.SignIn.Subject,
            ClientId = request.Client.Id,
            Resources = request.Resources,
            Scope = ScopeSet.Of(unasked.Concat(request.Scope.Where(agreed.Contains))),
            Claims = [.. (before?.Claims ?? []).Union(asked, StringComparer.Ordinal)],
            GivenAt = before?.GivenAt ?? now,
            ExpiresAt = before is not null && (unasked.Count > 0 || before.Claims.Except(asked, StringComparer.Ordinal).Any()) && before.ExpiresAt < until
                ? before.ExpiresAt // nobody is asked later because of something that the page did not show
                : until,
            Version = Secret.NewId(),
        };
    }

    private IConsentStore? StoreFor(ConsentRequest request) =>
        request.Authorization is { } authorization && _options.Value.Authorization.RememberConsentFor > TimeSpan.Zero
            && (request.Client.RememberConsent ?? !AnyProgramCouldPassFor(request.Client, authorization.RedirectUri.Value))
                ? _store
                : null;

    // Nothing that this client sends proves who it is; only a web site's address belongs to somebody.
    private static bool AnyProgramCouldPassFor(Client client, string redirectUri) =>
        client.IsPublic && !(Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri is { Scheme: "https", IsLoopback: false });

    private static TokenHash IdOf(ConsentRequest request) => Consent.IdOf(request.SignIn.Subject, request.Client.Id, request.Resources);

    private bool IsLiving(Consent consent) => consent.ExpiresAt > _clock.GetUtcNow();
}
