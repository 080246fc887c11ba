// The words that the seeded people and firms are made of. All invented combinations; the domains
// end in `.example`, which no mail server resolves (RFC 2606).

export const FIRST_NAMES =
  'Ada Amara Anton Aisha Beatriz Bjorn Carla Chidi Clara Daniel Diego Dilara Elena Elif Emil Esther Fatima Felix Freya Gabriel Giulia Grace Hana Hassan Helena Hugo Ibrahim Ida Ines Isak Ivana Jakub Jamal Jana Jasper Joao Jun Kaito Karin Katya Kenji Kofi Lara Leila Lena Liam Lina Lotte Lucia Luka Maja Malik Marco Maria Mateo Maya Mehmet Mei Milan Mina Mira Nadia Naomi Nils Noor Nora Olga Oliver Omar Oscar Pablo Petra Priya Quentin Rafael Rania Ravi Rosa Ruben Samir Sanne Sara Sofia Soren Stella Sven Tamar Tariq Thea Tomas Uma Valeria Victor Wanda Willem Xenia Yara Yusuf Zeynep Zoe Zuri'.split(
    ' ',
  )

export const LAST_NAMES =
  'Abara Acker Almeida Andersen Aydin Baker Balogh Barros Becker Bennett Bergman Bianchi Boateng Brandt Caruso Castillo Chandra Chen Conti Costa Dahl Diallo Dimitrov Dubois Eriksen Farah Fischer Fontaine Garcia Greco Haas Hansen Haddad Horvat Ibarra Ivanov Jansen Kaya Keller Kimura Kovacs Kowalski Kruger Lang Larsen Leclerc Lindgren Lopez Lund Marino Martens Mensah Meyer Mishra Moreau Mwangi Nakamura Navarro Nguyen Novak Nowak Okafor Olsen Ortega Osei Park Patel Pereira Petrov Popescu Quist Rahman Reyes Ricci Rossi Roth Saito Santos Sato Schmitt Silva Simic Sorensen Stein Suarez Tanaka Thorne Toth Usman Vargas Vidal Vogel Wagner Weber Werner Wong Yamada Yilmaz Zhang Ziegler'.split(
    ' ',
  )

export const FIRM_FIRST =
  'Alder Amber Anchor Arbor Aster Atlas Beacon Birch Blue Bright Brook Cedar Cinder Clear Cobalt Copper Coral Crescent Delta Ember Fern Flint Forge Garnet Granite Harbor Hazel Heron Highland Indigo Iron Juniper Kestrel Lantern Larch Linden Lunar Maple Marble Meadow Mistral North Oak Ochre Onyx Orchard Osprey Pebble Pine Prairie Quartz Quill Raven Ridge River Rowan Saffron Sequoia Silver Slate Solar Spruce Stone Summit Swift Tamarack Tern Thistle Tide Timber Topaz Umber Vale Verdant Vesper Walnut Willow Winter Wren Zephyr'.split(
    ' ',
  )

export const FIRM_SECOND =
  'Analytics Bakery Biotech Brewing Capital Care Cloud Construction Consulting Dental Design Dynamics Electric Energy Farms Finance Foods Freight Health Homes Hotels Insights Instruments Insurance Kitchens Labs Legal Logistics Machinery Marine Materials Media Medical Metals Mobility Motors Optics Outfitters Packaging Partners Pharma Pixel Plastics Power Press Print Properties Robotics Schools Security Software Solar Sports Staffing Studio Supply Systems Telecom Textiles Tools Toys Trading Travel Ventures Water Wellness Wines Works'.split(
    ' ',
  )

export const JOB_TITLES = [
  'Head of Operations',
  'Marketing Manager',
  'Sales Director',
  'Chief Financial Officer',
  'Procurement Lead',
  'IT Manager',
  'Founder',
  'Product Manager',
  'Office Manager',
  'Data Analyst',
  'Customer Success Manager',
  'Plant Manager',
  'HR Business Partner',
  'VP Engineering',
  'Account Executive',
] as const

export const CITIES = [
  ['Berlin', 'Berlin', 'Germany', '10115', '+49 30'],
  ['Lisbon', 'Lisboa', 'Portugal', '1100-148', '+351 21'],
  ['Boston', 'MA', 'United States', '02110', '+1 617'],
  ['Toronto', 'ON', 'Canada', 'M5H 2N2', '+1 416'],
  ['Dublin', 'Leinster', 'Ireland', 'D02 X285', '+353 1'],
  ['Singapore', '', 'Singapore', '048616', '+65 6'],
  ['Sydney', 'NSW', 'Australia', '2000', '+61 2'],
  ['Paris', 'Île-de-France', 'France', '75002', '+33 1'],
  ['Tokyo', 'Tokyo', 'Japan', '100-0005', '+81 3'],
  ['Bogotá', 'Cundinamarca', 'Colombia', '110111', '+57 1'],
  ['Austin', 'TX', 'United States', '78701', '+1 512'],
  ['Ghent', 'East Flanders', 'Belgium', '9000', '+32 9'],
] as const

export const DEAL_KINDS = [
  'New licence',
  'Renewal',
  'Pilot',
  'Expansion',
  'Onboarding',
  'Support plan',
] as const

export const TICKET_SUBJECTS = [
  'Cannot sign in after password change',
  'Invoice shows the wrong address',
  'Export stops at page three',
  'Question about the renewal date',
  'Feature request: dark mode',
  'Delivery arrived incomplete',
  'Integration returns an error',
  'How do I add a colleague?',
] as const

export const NOTE_BODIES = [
  'Wants a quote for the larger package before the quarter ends.',
  'Asked who our other customers in the region are.',
  'Prefers to be called in the afternoon.',
  'Budget is approved; procurement needs the security questionnaire.',
  'Moving offices next month, new address to follow.',
  'Evaluating two other vendors, decision in three weeks.',
] as const

export const PRODUCT_NAMES = [
  'Starter plan',
  'Team plan',
  'Business plan',
  'Support hours',
  'Training day',
  'Data import',
  'Sensor kit',
  'Gateway device',
] as const
