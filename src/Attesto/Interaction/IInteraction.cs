namespace Attesto.Interaction;

/// <summary>The person at the browser, as one authorization request sees them. The transport makes one per request around the host's sign-in and consent policies.</summary>
internal interface IInteraction
{
    /// <summary>Asks who is there.</summary>
    /// <param name="request">What the client demands of the sign-in.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken);

    /// <summary>Asks whether the person agrees.</summary>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<ConsentOutcome> ConsentAsync(ConsentRequest request, CancellationToken cancellationToken);
}
