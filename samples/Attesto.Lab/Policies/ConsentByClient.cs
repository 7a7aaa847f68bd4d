using Attesto.AspNetCore;

namespace Attesto.Lab.Policies;

/// <summary>Goes by the client's <c>consent</c>: grants, refuses, or asks the person as every host does. A client that registered itself is granted.</summary>
public sealed class ConsentByClient(ConsentForm form, ConsentMemory memory, SignInReturn signInReturn) : IConsentPolicy
{
    private readonly ConsentPolicy _asking = new(form, memory, signInReturn);

    public ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken) =>
        (request.Client.Tag as LabClient)?.Consent switch
        {
            "screen" => _asking.ConsentAsync(http, request, cancellationToken),
            "deny" => ValueTask.FromResult<ConsentOutcome>(new ConsentOutcome.Denied()),
            _ => ValueTask.FromResult<ConsentOutcome>(new ConsentOutcome.Granted()),
        };
}
