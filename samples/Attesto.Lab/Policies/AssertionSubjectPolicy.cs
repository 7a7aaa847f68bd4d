namespace Attesto.Lab.Policies;

/// <summary>Whom a foreign issuer's subject is here: <c>id_jag.subjects</c> of lab.json.</summary>
public sealed class AssertionSubjectPolicy(LabFile lab) : IAssertionSubjectPolicy
{
    public ValueTask<string?> FindSubjectAsync(AssertionSubjectContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(lab.IdJag.Subjects.GetValueOrDefault($"{context.Issuer}|{context.Subject}"));
}
