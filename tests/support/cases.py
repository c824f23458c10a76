"""A decided case that several tests add to the graph."""

__all__ = ["CONFLICT"]

CONFLICT = """
PREFIX anbao: <https://w3id.org/anbao/ontology#>
PREFIX circ: <https://w3id.org/anbao/circumstance#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/anbao/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
id:case-x1 a anbao:Case ; dcterms:identifier "X1" ; skos:prefLabel "x1"@en ; anbao:hasDispute id:case-x1-d .
id:case-x1-d a anbao:Dispute ; skos:prefLabel "x1"@en ; anbao:holding id:case-x1-h1 , id:case-x1-h2 ;
    anbao:period [ anbao:anchor anbao:Conduct ; anbao:endEarliest "2024-08-24"^^xsd:date ;
                   anbao:endLatest "2024-08-24"^^xsd:date ] ;
    anbao:finding
        [ anbao:circumstance circ:DefendantRunsFoodMarketplace ; anbao:findingStatus anbao:Established ] ,
        [ anbao:circumstance circ:RestaurantOrFoodSeller ; anbao:findingStatus anbao:Established ] ,
        [ anbao:circumstance circ:FoodLicenceNotReviewed ; anbao:findingStatus anbao:Established ] .
id:case-x1-h1 a anbao:Holding ; anbao:heldForm id:form-administrative ;
    dcterms:source <https://example.org/a> ;
    anbao:cites id:cn-tll-art-6-1 , id:cn-cc-art-823-1 .
id:case-x1-h2 a anbao:Holding ; anbao:heldForm id:form-none ; dcterms:source <https://example.org/b> .
"""
