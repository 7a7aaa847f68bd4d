using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Lab.Policies;

/// <summary>Goes by the cookie <c>login</c>, or by <c>login_hint</c> for tools without cookies; shows the sign-in page where neither names a user.</summary>
public sealed class SignInPolicy(LabFile lab, ILabSessions sessions, SignInReturn signInReturn, TimeProvider clock) : ISignInPolicy
{
    private bool ShowsPage => lab.Login is "screen";

    public async ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken)
    {
        var person = await BrowserSession.FindAsync(http) ?? await HintedAsync(request, cancellationToken);
        if (person is not null && IsMet(http, request, person))
        {
            return person;
        }

        if (!request.Interactive)
        {
            return new SignInOutcome.Unauthenticated();
        }

        if (person is null || ShowsPage)
        {
            return new SignInOutcome.Handled(new RedirectToActionResult("Show", "SignIn", new { returnUrl = await signInReturn.ReturnUrlAsync(http, cancellationToken) }));
        }

        // A tester's person needs no page to authenticate again.
        return (await sessions.RenewAsync(person.Subject, clock.GetUtcNow(), cancellationToken)).Of(lab.FindUser(person.Subject)!);
    }

    // The hint may also stand in a pushed or a signed request.
    private async Task<SignInOutcome.Authenticated?> HintedAsync(SignInRequest request, CancellationToken cancellationToken) =>
        !ShowsPage && lab.FindUser(request.Authorization?.LoginHint) is { } user ? (await sessions.FindAsync(user.Sub, cancellationToken)).Of(user) : null;

    private bool IsMet(HttpContext http, SignInRequest request, SignInOutcome.Authenticated person) => signInReturn.IsMetBy(http, request, person)
        || (!request.ForceReauthentication && !(request.MaxAge is { } age && clock.GetUtcNow() - person.AuthTime > age));
}
