using Attesto.Outbound;

namespace Attesto.Registration;

/// <summary>How many client metadata documents whoever is being answered may have fetched.</summary>
internal interface IDocumentLimit
{
    /// <summary>Counts one.</summary>
    /// <exception cref="TooManyDocumentsException">It is one too many.</exception>
    void Take();
}
