namespace Attesto;

/// <summary>Something that has to be in order before the server starts. All are asked, and all that they find is told in one message.</summary>
internal interface IStartCheck
{
    /// <summary>Looks.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Each fault, in words that say what mends it; none if all is well. What is thrown counts as one fault, by its message.</returns>
    Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken);
}
